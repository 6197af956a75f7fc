package io.intarsia.formats.filesystem;

import io.intarsia.bytes.ByteSource;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file system on a {@link ByteSource}, read only. Safe for use by several threads at once.
 *
 * <p>Every method bounds what it reads by the size of the source, and throws {@link
 * io.intarsia.formats.MalformedException} for a structure that is wrong, {@link
 * io.intarsia.formats.UnsupportedException} for one that it does not know; such an error concerns
 * only what was asked for.
 */
public interface FileSystem {

  /** The name that {@code blkid} gives: {@code ext2}, {@code ext4}, {@code xfs}. */
  String type();

  /** The volume's UUID in lower case, or null when it has none. */
  @Nullable String uuid();

  /** The volume's label, or null when it has none. */
  @Nullable String label();

  /** Allocation unit in bytes. */
  int blockSize();

  /**
   * What people should know of it although it reads: a journal that was replayed, or could not be;
   * one sentence each.
   */
  List<String> notes();

  /** The root directory. */
  Inode root() throws IOException;

  /** The inode of that number, as an entry of a directory names it. */
  Inode inode(long number) throws IOException;

  /**
   * Calls the visitor for each entry but {@code .} and {@code ..}, in the order of the disk. A name
   * may come twice on a damaged disk.
   */
  void list(Inode directory, EntryVisitor visitor) throws IOException;

  /** The pieces of a regular file, see {@link Extent}. */
  void extents(Inode file, ExtentVisitor visitor) throws IOException;

  /**
   * A regular file's bytes, however they are kept; holes and unwritten extents are zeros, and its
   * hole map says so.
   */
  ByteSource open(Inode file) throws IOException;

  /** A symbolic link's target. */
  byte[] linkTarget(Inode link) throws IOException;

  /** The extended attributes in order of their names' bytes; empty for most. */
  List<Xattr> xattrs(Inode inode) throws IOException;

  /**
   * Calls the visitor for each range that no structure and no file uses, in ascending order, so
   * that these bytes could be dropped.
   *
   * @throws io.intarsia.formats.MalformedException when the allocation map is not sound (checksums,
   *     counts): then nothing may be dropped
   */
  void freeSpace(RangeVisitor visitor) throws IOException;

  /** Takes an entry of a directory. */
  @FunctionalInterface
  interface EntryVisitor {
    /**
     * @param name without a zero byte or a slash, 1 to 255 bytes or more where the format allows;
     *     the visitor may keep it
     * @param inodeNumber see {@link Inode#number()}
     */
    void entry(byte[] name, long inodeNumber) throws IOException;
  }

  /** Takes a piece of a file. */
  @FunctionalInterface
  interface ExtentVisitor {
    void extent(Extent extent) throws IOException;
  }

  /** Takes a range of the source. */
  @FunctionalInterface
  interface RangeVisitor {
    void range(long offset, long length) throws IOException;
  }
}
