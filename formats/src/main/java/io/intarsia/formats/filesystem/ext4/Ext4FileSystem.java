package io.intarsia.formats.filesystem.ext4;

import static io.intarsia.formats.filesystem.ext4.Ext4Layout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.filesystem.Extent;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Inode;
import io.intarsia.formats.filesystem.Xattr;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An ext2, ext3 or ext4 file system, with its journal replayed. */
final class Ext4FileSystem implements FileSystem {
  private final Volume volume;
  private final JournalReplay replay;
  private final List<String> notes;

  private Ext4FileSystem(Volume volume, JournalReplay replay, List<String> notes) {
    this.volume = volume;
    this.replay = replay;
    this.notes = notes;
  }

  static Ext4FileSystem open(ByteSource source) throws IOException {
    Volume stored = new Volume(source, Superblock.read(source));
    JournalReplay replay = JournalReplay.of(stored);
    List<String> notes = new ArrayList<>(replay.notes());
    Volume volume = stored;
    if (replay.overlay() != null) {
      volume = new Volume(replay.overlay(), replayedSuperblock(replay.overlay(), stored, notes));
    }
    describe(volume, notes);
    return new Ext4FileSystem(volume, replay, List.copyOf(notes));
  }

  /** Linux goes on with the superblock that it began with, too. */
  private static Superblock replayedSuperblock(
      ByteSource overlay, Volume stored, List<String> notes) throws IOException {
    try {
      Superblock replayed = Superblock.read(overlay);
      if (replayed.blockSize() == stored.blockSize()) {
        return replayed;
      }
      notes.add("The journal's superblock was ignored: another block size.");
    } catch (MalformedException | UnsupportedException e) {
      notes.add("The journal's superblock was ignored: " + e.getMessage() + ".");
    }
    return stored.superblock();
  }

  private static void describe(Volume volume, List<String> notes) {
    Superblock superblock = volume.superblock();
    if (!volume.holds(0, superblock.blocksCount())) {
      notes.add("The file system is larger than its source; what lies beyond cannot be read.");
    }
    if ((superblock.state() & STATE_ERRORS) != 0) {
      notes.add("The file system is marked as having errors.");
    }
    if (superblock.features().hasIncompat(INCOMPAT_ENCRYPT)) {
      notes.add("Encrypted files, names and link targets are read as ciphertext.");
    }
  }

  @Override
  public String type() {
    return volume.superblock().features().type();
  }

  @Override
  public @Nullable String uuid() {
    return volume.superblock().uuidText();
  }

  @Override
  public @Nullable String label() {
    return volume.superblock().label();
  }

  @Override
  public int blockSize() {
    return volume.blockSize();
  }

  @Override
  public List<String> notes() {
    return notes;
  }

  @Override
  public Inode root() throws IOException {
    Inode root = inode(ROOT_INO);
    if (root.type() != FileType.DIRECTORY) {
      throw volume.malformed("the root is not a directory");
    }
    return root;
  }

  @Override
  public Inode inode(long number) throws IOException {
    RawInode inode = volume.namedInode(number);
    FileType type = inode.type();
    if (type == null) {
      throw volume.malformed("inode " + number + ": unknown type");
    }
    if (inode.size() < 0) {
      throw volume.malformed("inode " + number + ": size");
    }
    return inode.toInode(type);
  }

  @Override
  public void list(Inode directory, EntryVisitor visitor) throws IOException {
    new DirectoryReader(volume, raw(directory, FileType.DIRECTORY), visitor).list();
  }

  @Override
  public void extents(Inode file, ExtentVisitor visitor) throws IOException {
    RawInode inode = raw(file, FileType.FILE);
    if (inode.has(FLAG_INLINE_DATA)) {
      int length = InlineData.stored(volume, inode).length;
      if (length > 0) {
        visitor.extent(new Extent(0, length, Extent.Kind.ELSEWHERE, -1));
      }
      return;
    }
    FileMap.visit(
        volume,
        inode,
        new FileExtents(volume.blockSize(), inode.size(), replay.overlay(), visitor));
  }

  @Override
  public ByteSource open(Inode file) throws IOException {
    RawInode inode = raw(file, FileType.FILE);
    return inode.has(FLAG_INLINE_DATA)
        ? InlineData.open(volume, inode)
        : FileContent.open(volume, inode);
  }

  @Override
  public byte[] linkTarget(Inode link) throws IOException {
    RawInode inode = raw(link, FileType.SYMLINK);
    if (inode.size() == 0 || inode.size() > blockSize()) {
      throw volume.malformed("inode " + inode.number() + ": length of link target");
    }
    int length = (int) inode.size();
    boolean inInode =
        length < I_BLOCK_LENGTH && !inode.has(FLAG_INLINE_DATA) && !inode.has(FLAG_EXTENTS);
    return inInode
        ? Arrays.copyOfRange(inode.bytes(), I_BLOCK, I_BLOCK + length)
        : longTarget(inode, length);
  }

  private byte[] longTarget(RawInode inode, int length) throws IOException {
    if (!inode.has(FLAG_INLINE_DATA)) {
      return FileContent.open(volume, inode).read(0, length);
    }
    byte[] target = InlineData.stored(volume, inode);
    if (target.length < length) {
      throw volume.malformed("inode " + inode.number() + ": length of link target");
    }
    return target;
  }

  @Override
  public List<Xattr> xattrs(Inode inode) throws IOException {
    return new XattrReader(volume, volume.namedInode(inode.number())).list();
  }

  @Override
  public void freeSpace(RangeVisitor visitor) throws IOException {
    if (replay.doubt() != null) {
      throw volume.malformed("allocation map is not sound: " + replay.doubt());
    }
    new AllocationMap(volume).freeSpace(visitor);
  }

  private RawInode raw(Inode inode, FileType type) throws IOException {
    RawInode raw = volume.namedInode(inode.number());
    if (raw.type() != type) {
      throw new IllegalArgumentException("inode " + inode.number() + " is not a " + type.label());
    }
    return raw;
  }
}
