package io.intarsia.formats.filesystem.ntfs;

import static io.intarsia.formats.filesystem.ntfs.NtfsLayout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.filesystem.Extent;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Inode;
import io.intarsia.formats.filesystem.Xattr;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An NTFS volume as it stands on disk; its log is not replayed. */
final class NtfsFileSystem implements FileSystem {
  private static final byte[] WOF_STREAM = Names.utf16("WofCompressedData");

  private final Volume volume;
  private final Mft mft;
  private final VolumeState state;
  private final List<String> notes;
  private final FileKinds kinds;
  private final NamedStreams namedStreams = new NamedStreams();
  private final OpenContents contents = new OpenContents();
  private volatile boolean ciphertextRead;

  /** Callers ask several things of one file in a row. */
  private volatile FileKinds.@Nullable Kind last;

  private NtfsFileSystem(Volume volume, Mft mft, VolumeState state, List<String> notes) {
    this.volume = volume;
    this.mft = mft;
    this.state = state;
    this.notes = notes;
    this.kinds = new FileKinds(new LinkTargets(mft));
  }

  static NtfsFileSystem open(ByteSource source) throws IOException {
    BootSector boot = BootSector.find(source);
    if (boot == null) {
      throw new MalformedException(source.description(), "boot sector and its copy");
    }
    Volume volume = new Volume(source, boot);
    Mft mft = Mft.open(volume);
    VolumeState state = VolumeState.read(mft);
    List<String> notes = new ArrayList<>(state.unsettled());
    if (boot.place() != 0) {
      notes.add("The boot sector is damaged; its copy was read.");
    }
    if (mft.mirrorUsed()) {
      notes.add("The first record of $MFT is damaged; its copy in $MFTMirr was read.");
    }
    if (!volume.isWhole()) {
      notes.add("The volume is larger than its source; what lies beyond cannot be read.");
    }
    return new NtfsFileSystem(volume, mft, state, notes);
  }

  @Override
  public String type() {
    return "ntfs";
  }

  @Override
  public String uuid() {
    return volume.boot().serialText();
  }

  @Override
  public @Nullable String label() {
    return state.label();
  }

  @Override
  public int blockSize() {
    return volume.clusterSize();
  }

  /** Grows with what is met while files are read. */
  @Override
  public List<String> notes() {
    List<String> all = new ArrayList<>(notes);
    if (ciphertextRead) {
      all.add("Encrypted files are read as ciphertext.");
    }
    String streams = namedStreams.note();
    if (streams != null) {
      all.add(streams);
    }
    return List.copyOf(all);
  }

  @Override
  public Inode root() throws IOException {
    Inode root = inode(RECORD_ROOT);
    if (root.type() != FileType.DIRECTORY) {
      throw volume.malformed("the root is not a directory");
    }
    return root;
  }

  @Override
  public Inode inode(long number) throws IOException {
    return kind(number).inode();
  }

  private FileKinds.Kind kind(long number) throws IOException {
    FileKinds.Kind known = last;
    if (known != null && known.inode().number() == number) {
      return known;
    }
    if (number < FIRST_USER_RECORD && number != RECORD_ROOT) {
      throw volume.malformed("record " + number + " of $MFT is reserved");
    }
    FileKinds.Kind kind = kinds.of(FileRecord.read(mft, number));
    last = kind;
    return kind;
  }

  private FileKinds.Kind kind(Inode inode, FileType type) throws IOException {
    FileKinds.Kind kind = kind(inode.number());
    if (kind.inode().type() != type) {
      throw new IllegalArgumentException("file " + inode.number() + " is not a " + type.label());
    }
    return kind;
  }

  /** {@inheritDoc} The files of the system itself and names for DOS are left out. */
  @Override
  public void list(Inode directory, EntryVisitor visitor) throws IOException {
    FileRecord record = kind(directory, FileType.DIRECTORY).record();
    boolean[] impossible = {false};
    new DirectoryIndex(record)
        .list((reference, key, at) -> {
          long number = reference & REFERENCE_MASK;
          if (number < FIRST_USER_RECORD || key[at + NAME_SPACE] == NAMESPACE_DOS) {
            return;
          }
          int units = DirectoryIndex.nameLength(key, at);
          byte[] name = Names.utf8(key, at + NAME_CHARS, units);
          if (Names.isPossible(name)) {
            visitor.entry(name, number);
          } else {
            impossible[0] = true;
          }
        });
    if (impossible[0]) {
      throw record.malformed("a directory holds a name with a slash or a zero, or an empty one");
    }
  }

  @Override
  public void extents(Inode file, ExtentVisitor visitor) throws IOException {
    FileKinds.Kind kind = kind(file, FileType.FILE);
    if (kind.wof() != null) {
      if (kind.inode().size() > 0) {
        visitor.extent(new Extent(0, kind.inode().size(), Extent.Kind.ELSEWHERE, -1));
      }
      return;
    }
    Stream data = kind.record().stream(TYPE_DATA, Attribute.NO_NAME);
    if (data != null) {
      if (data.encrypted()) {
        ciphertextRead = true;
      }
      new FileExtents(volume, data, visitor).visit();
    }
  }

  @Override
  public ByteSource open(Inode file) throws IOException {
    ByteSource known = contents.get(file.number());
    if (known != null) {
      return known;
    }
    FileKinds.Kind kind = kind(file, FileType.FILE);
    String name = "file " + file.number();
    if (kind.wof() != null && kind.inode().size() > 0) {
      return openWof(kind, kind.wof(), name);
    }
    Stream data = kind.record().stream(TYPE_DATA, Attribute.NO_NAME);
    if (data == null) {
      return new MemorySource(volume.source().description() + " > " + name, new byte[0]);
    }
    if (data.encrypted()) {
      ciphertextRead = true;
    }
    ByteSource content = data.open(volume, volume.source(), name);
    if (data.resident() == null) {
      contents.put(file.number(), content, data.runs().count());
    }
    return content;
  }

  private ByteSource openWof(FileKinds.Kind kind, ReparsePoint point, String name)
      throws IOException {
    Stream packed = kind.record().stream(TYPE_DATA, WOF_STREAM);
    if (packed == null) {
      throw kind.record().malformed("a file compressed by WOF without its stream");
    }
    ByteSource chunks = packed.open(volume, volume.source(), name);
    ByteSource content = WofContent.open(point, chunks, kind.inode().size());
    contents.put(kind.inode().number(), content, packed.runs().count());
    return content;
  }

  @Override
  public byte[] linkTarget(Inode link) throws IOException {
    return kind(link, FileType.SYMLINK).target().clone();
  }

  @Override
  public List<Xattr> xattrs(Inode inode) throws IOException {
    FileKinds.Kind kind = kind(inode.number());
    FileType type = kind.inode().type();
    boolean hasStreams = type == FileType.FILE || type == FileType.DIRECTORY;
    if (!hasStreams) {
      return List.of();
    }
    byte[] hidden = kind.wof() == null ? Attribute.NO_NAME : WOF_STREAM;
    return namedStreams.list(kind.record(), hidden);
  }

  @Override
  public void freeSpace(RangeVisitor visitor) throws IOException {
    AllocationMap.freeSpace(mft, state, visitor);
  }
}
