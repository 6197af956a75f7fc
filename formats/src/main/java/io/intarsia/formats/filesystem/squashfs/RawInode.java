package io.intarsia.formats.filesystem.squashfs;

import static io.intarsia.formats.filesystem.squashfs.SquashfsLayout.*;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Inode;
import java.io.IOException;

/**
 * An inode as it stands in the inode table, basic and extended forms alike. What a type does not
 * have is 0, or says that there is none.
 *
 * @param reference its place, by which directories name it
 * @param size of a file, a link's target or a directory's listing
 * @param start of a file's blocks on the disk; of a directory's listing, the metadata block
 * @param fragment index of the fragment that holds the file's end
 * @param offset in the fragment or in the directory's metadata block
 * @param device as {@code new_encode_dev} of Linux makes it
 * @param target of a symbolic link
 * @param rest what follows in the inode table: a file's list of blocks
 */
record RawInode(
    long reference,
    FileType type,
    int mode,
    long uid,
    long gid,
    long mtime,
    long links,
    long size,
    long start,
    long fragment,
    long offset,
    long xattrs,
    int device,
    byte[] target,
    MetadataCursor rest) {
  private static final int PERMISSIONS = 07777;

  /** Linux takes no longer one. */
  private static final int MAX_TARGET_BYTES = 4096;

  private static final byte[] NO_TARGET = {};

  /** What is particular to a type. */
  private record Body(
      long links, long size, long start, long fragment, long offset, long xattrs, int device) {}

  static RawInode read(Volume volume, long reference) throws IOException {
    MetadataCursor cursor = volume.at(volume.superblock().inodeTable(), reference);
    byte[] b = cursor.take(I_COMMON_BYTES);
    int stored = LittleEndian.u16(b, I_TYPE);
    boolean extended = stored > EXTENDED;
    int basic = extended ? stored - EXTENDED : stored;
    FileType type = type(volume, reference, basic);
    Body body = body(type, extended, cursor);
    byte[] target = NO_TARGET;
    if (type == FileType.SYMLINK) {
      if (body.size < 1 || body.size > MAX_TARGET_BYTES) {
        throw volume.malformed("inode " + reference + ": length of link target");
      }
      target = cursor.take((int) body.size);
    }
    boolean later = extended && type == FileType.SYMLINK;
    if (body.size < 0) {
      throw volume.malformed("inode " + reference + ": size");
    }
    return new RawInode(
        reference,
        type,
        LittleEndian.u16(b, I_MODE) & PERMISSIONS,
        volume.id(LittleEndian.u16(b, I_UID)),
        volume.id(LittleEndian.u16(b, I_GID)),
        LittleEndian.u32(b, I_MTIME),
        body.links,
        body.size,
        body.start,
        body.fragment,
        body.offset,
        later ? LittleEndian.u32(cursor.take(Integer.BYTES), 0) : body.xattrs,
        body.device,
        target,
        cursor);
  }

  private static FileType type(Volume volume, long reference, int basic) throws IOException {
    return switch (basic) {
      case TYPE_DIRECTORY -> FileType.DIRECTORY;
      case TYPE_FILE -> FileType.FILE;
      case TYPE_SYMLINK -> FileType.SYMLINK;
      case TYPE_BLOCK_DEVICE -> FileType.BLOCK_DEVICE;
      case TYPE_CHARACTER_DEVICE -> FileType.CHARACTER_DEVICE;
      case TYPE_FIFO -> FileType.FIFO;
      case TYPE_SOCKET -> FileType.SOCKET;
      default -> throw volume.malformed("inode " + reference + ": unknown type");
    };
  }

  private static Body body(FileType type, boolean extended, MetadataCursor cursor)
      throws IOException {
    return switch (type) {
      case DIRECTORY -> extended ? extendedDirectory(cursor.take(24)) : directory(cursor.take(16));
      case FILE -> extended ? extendedFile(cursor.take(40)) : file(cursor.take(16));
      case SYMLINK -> symlink(cursor.take(8));
      case BLOCK_DEVICE, CHARACTER_DEVICE -> device(cursor.take(extended ? 12 : 8));
      case FIFO, SOCKET -> pipe(cursor.take(extended ? 8 : 4));
    };
  }

  /** start_block, nlink, file_size (16 bits), offset (16 bits), parent_inode. */
  private static Body directory(byte[] b) {
    return new Body(
        LittleEndian.u32(b, 4),
        LittleEndian.u16(b, 8),
        LittleEndian.u32(b, 0),
        NO_FRAGMENT,
        LittleEndian.u16(b, 10),
        NO_XATTRS,
        0);
  }

  /** nlink, file_size, start_block, parent_inode, i_count and offset (16 bits each), xattr. */
  private static Body extendedDirectory(byte[] b) {
    return new Body(
        LittleEndian.u32(b, 0),
        LittleEndian.u32(b, 4),
        LittleEndian.u32(b, 8),
        NO_FRAGMENT,
        LittleEndian.u16(b, 18),
        LittleEndian.u32(b, 20),
        0);
  }

  /** start_block, fragment, offset, file_size. */
  private static Body file(byte[] b) {
    return new Body(
        1,
        LittleEndian.u32(b, 12),
        LittleEndian.u32(b, 0),
        LittleEndian.u32(b, 4),
        LittleEndian.u32(b, 8),
        NO_XATTRS,
        0);
  }

  /** start_block, file_size, sparse (64 bits each), nlink, fragment, offset, xattr. */
  private static Body extendedFile(byte[] b) {
    return new Body(
        LittleEndian.u32(b, 24),
        LittleEndian.i64(b, 8),
        LittleEndian.i64(b, 0),
        LittleEndian.u32(b, 28),
        LittleEndian.u32(b, 32),
        LittleEndian.u32(b, 36),
        0);
  }

  /** nlink, symlink_size. */
  private static Body symlink(byte[] b) {
    return new Body(
        LittleEndian.u32(b, 0), LittleEndian.u32(b, 4), 0, NO_FRAGMENT, 0, NO_XATTRS, 0);
  }

  /** nlink, rdev, and xattr in the extended form. */
  private static Body device(byte[] b) {
    long xattrs = b.length > 8 ? LittleEndian.u32(b, 8) : NO_XATTRS;
    return new Body(LittleEndian.u32(b, 0), 0, 0, NO_FRAGMENT, 0, xattrs, LittleEndian.i32(b, 4));
  }

  /** nlink, and xattr in the extended form. */
  private static Body pipe(byte[] b) {
    long xattrs = b.length > 4 ? LittleEndian.u32(b, 4) : NO_XATTRS;
    return new Body(LittleEndian.u32(b, 0), 0, 0, NO_FRAGMENT, 0, xattrs, 0);
  }

  /** What the rest of the library sees of it. */
  Inode toInode() {
    return new Inode(
        reference,
        type,
        mode,
        uid,
        gid,
        size,
        mtime,
        0,
        links,
        (device >>> 8) & 0xFFF,
        (device & 0xFF) | ((device >>> 12) & 0xFFF00));
  }
}
