package io.intarsia.formats.filesystem.squashfs;

import static io.intarsia.formats.filesystem.squashfs.SquashfsLayout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Inode;
import io.intarsia.formats.filesystem.Xattr;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** A squashfs. */
final class SquashfsFileSystem implements FileSystem {
  /** Callers read large files in pieces and open them for each. */
  private static final int KEPT_LISTS = 4;

  private final ByteSource source;
  private final Volume volume;
  private final AtomicReferenceArray<@Nullable FileBlocks> lists =
      new AtomicReferenceArray<>(KEPT_LISTS);

  SquashfsFileSystem(ByteSource source, Volume volume) {
    this.source = source;
    this.volume = volume;
  }

  @Override
  public String type() {
    return "squashfs";
  }

  @Override
  public @Nullable String uuid() {
    return null;
  }

  @Override
  public @Nullable String label() {
    return null;
  }

  @Override
  public int blockSize() {
    return volume.superblock().blockSize();
  }

  @Override
  public List<String> notes() {
    return List.of();
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
    FileExtents.visit(blocks(file), visitor);
  }

  @Override
  public ByteSource open(Inode file) throws IOException {
    return new FileContent(source, volume.data(), blocks(file));
  }

  private FileBlocks blocks(Inode file) throws IOException {
    int slot = (int) ((file.number() ^ file.number() >>> 16) & (KEPT_LISTS - 1));
    FileBlocks blocks = lists.get(slot);
    if (blocks == null || blocks.reference() != file.number()) {
      blocks = FileBlocks.read(volume, raw(file, FileType.FILE));
      lists.set(slot, blocks);
    }
    return blocks;
  }

  @Override
  public byte[] linkTarget(Inode link) throws IOException {
    return raw(link, FileType.SYMLINK).target();
  }

  @Override
  public List<Xattr> xattrs(Inode inode) throws IOException {
    RawInode raw = volume.inode(inode.number());
    return raw.xattrs() == NO_XATTRS
        ? List.of()
        : new XattrReader(volume, raw.reference()).list(raw.xattrs());
  }

  @Override
  public void freeSpace(RangeVisitor visitor) throws IOException {
    throw new UnsupportedException(source.description(), "no allocation map");
  }

  private RawInode raw(Inode inode, FileType type) throws IOException {
    RawInode raw = volume.inode(inode.number());
    if (raw.type() != type) {
      throw new IllegalArgumentException("inode " + inode.number() + " is not a " + type.label());
    }
    return raw;
  }
}
