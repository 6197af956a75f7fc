package io.intarsia.formats.filesystem.xfs;

import static io.intarsia.formats.filesystem.xfs.XfsLayout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.MemorySource;
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

/** An XFS file system. */
final class XfsFileSystem implements FileSystem {
  private final ByteSource disk;
  private final Volume volume;
  private final LogState log;
  private final List<String> notes;

  private XfsFileSystem(ByteSource disk, Volume volume, LogState log, List<String> notes) {
    this.disk = disk;
    this.volume = volume;
    this.log = log;
    this.notes = notes;
  }

  static XfsFileSystem open(ByteSource source) throws IOException {
    Volume volume = new Volume(source, Superblock.read(source));
    LogState log = LogState.of(volume);
    List<String> notes = new ArrayList<>(log.notes());
    describe(volume, notes);
    return new XfsFileSystem(source, volume, log, List.copyOf(notes));
  }

  private static void describe(Volume volume, List<String> notes) {
    Superblock superblock = volume.superblock();
    if (superblock.dataBlocks() > volume.source().size() >> superblock.blockLog()) {
      notes.add("The file system is larger than its source; what lies beyond cannot be read.");
    }
    if (superblock.hasIncompat(INCOMPAT_NEEDSREPAIR)) {
      notes.add("The file system is marked as needing repair.");
    }
  }

  @Override
  public String type() {
    return "xfs";
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
    Inode root = inode(volume.superblock().rootInode());
    if (root.type() != FileType.DIRECTORY) {
      throw volume.malformed("the root is not a directory");
    }
    return root;
  }

  @Override
  public Inode inode(long number) throws IOException {
    return volume.inode(number).toInode();
  }

  @Override
  public void list(Inode directory, EntryVisitor visitor) throws IOException {
    new DirectoryReader(volume, raw(directory, FileType.DIRECTORY), visitor).list();
  }

  @Override
  public void extents(Inode file, ExtentVisitor visitor) throws IOException {
    RawInode inode = rawFile(file);
    if (inode.data().format() == FMT_LOCAL) {
      int length = inlineData(inode).length;
      if (length > 0) {
        visitor.extent(new Extent(0, length, Extent.Kind.ELSEWHERE, -1));
      }
      return;
    }
    long size = inode.size();
    FileMap.visit(
        volume,
        inode,
        inode.data(),
        volume.blocksFor(size),
        (logical, physical, count, written) -> {
          long start = logical * blockSize();
          long length = volume.endInFile(logical + count, size) - start;
          visitor.extent(
              written
                  ? new Extent(start, length, Extent.Kind.PLAIN, volume.offset(physical))
                  : new Extent(start, length, Extent.Kind.ZERO, -1));
        });
  }

  @Override
  public ByteSource open(Inode file) throws IOException {
    RawInode inode = rawFile(file);
    if (inode.data().format() == FMT_LOCAL) {
      String name = disk.description() + " > inode " + inode.number();
      return new MemorySource(name, inlineData(inode));
    }
    return FileContent.open(volume, disk, inode, inode.data(), inode.size());
  }

  private byte[] inlineData(RawInode inode) throws IOException {
    Fork data = inode.data();
    if (inode.size() > data.length()) {
      throw volume.malformed("inode " + inode.number() + ": more than its inline data");
    }
    return Arrays.copyOfRange(inode.bytes(), data.offset(), data.offset() + (int) inode.size());
  }

  @Override
  public byte[] linkTarget(Inode link) throws IOException {
    return LinkTarget.read(volume, raw(link, FileType.SYMLINK));
  }

  @Override
  public List<Xattr> xattrs(Inode inode) throws IOException {
    return XattrReader.list(volume, volume.inode(inode.number()));
  }

  @Override
  public void freeSpace(RangeVisitor visitor) throws IOException {
    if (!log.clean()) {
      throw volume.malformed(
          "allocation map is not sound: the log may not have been replayed");
    }
    new AllocationMap(volume).freeSpace(visitor);
  }

  private RawInode rawFile(Inode file) throws IOException {
    RawInode inode = raw(file, FileType.FILE);
    if (inode.isRealtime()) {
      throw new UnsupportedException(
          disk.description(), "inode " + inode.number() + ": data on a realtime device");
    }
    return inode;
  }

  private RawInode raw(Inode inode, FileType type) throws IOException {
    RawInode raw = volume.inode(inode.number());
    if (raw.type() != type) {
      throw new IllegalArgumentException("inode " + inode.number() + " is not a " + type.label());
    }
    return raw;
  }
}
