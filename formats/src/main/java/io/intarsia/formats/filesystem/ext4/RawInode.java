package io.intarsia.formats.filesystem.ext4;

import static io.intarsia.formats.filesystem.ext4.Ext4Layout.*;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Inode;
import org.jspecify.annotations.Nullable;

/**
 * An inode as it stands in its table.
 *
 * @param type null when i_mode has none of the seven types
 * @param size i_size; negative when it is nonsense
 * @param fileAcl block of attributes, 0 for none
 * @param extraSize i_extra_isize, or -1 in an inode of 128 bytes; not checked
 * @param bytes all of it, s_inode_size long
 */
record RawInode(
    long number,
    @Nullable FileType type,
    long size,
    int links,
    int flags,
    long fileAcl,
    int extraSize,
    byte[] bytes) {
  private static final int TYPE_SHIFT = 12;
  private static final int PERMISSIONS = 07777;
  private static final int EPOCH_MASK = 3;
  private static final int EPOCH_BITS = 2;
  private static final int NANOS_PER_SECOND = 1_000_000_000;

  static RawInode parse(long number, byte[] b, Superblock superblock) {
    @Nullable FileType type = type(LittleEndian.u16(b, I_MODE) >>> TYPE_SHIFT);
    boolean largeDirectory =
        type == FileType.DIRECTORY && superblock.features().hasIncompat(INCOMPAT_LARGEDIR);
    long sizeHigh =
        type == FileType.FILE || largeDirectory ? LittleEndian.u32(b, I_SIZE_HIGH) << 32 : 0;
    long aclHigh =
        superblock.features().hasIncompat(INCOMPAT_64BIT)
            ? (long) LittleEndian.u16(b, I_FILE_ACL_HIGH) << 32
            : 0;
    return new RawInode(
        number,
        type,
        sizeHigh | LittleEndian.u32(b, I_SIZE_LO),
        LittleEndian.u16(b, I_LINKS_COUNT),
        LittleEndian.i32(b, I_FLAGS),
        aclHigh | LittleEndian.u32(b, I_FILE_ACL_LO),
        b.length > GOOD_OLD_INODE_SIZE ? LittleEndian.u16(b, I_EXTRA_ISIZE) : -1,
        b);
  }

  private static @Nullable FileType type(int mode) {
    return switch (mode) {
      case 1 -> FileType.FIFO;
      case 2 -> FileType.CHARACTER_DEVICE;
      case 4 -> FileType.DIRECTORY;
      case 6 -> FileType.BLOCK_DEVICE;
      case 8 -> FileType.FILE;
      case 10 -> FileType.SYMLINK;
      case 12 -> FileType.SOCKET;
      default -> null;
    };
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** What the rest of the library sees of it; {@code type} must be known and the size sensible. */
  Inode toInode(FileType known) {
    boolean sized =
        known == FileType.FILE || known == FileType.DIRECTORY || known == FileType.SYMLINK;
    boolean device = known == FileType.CHARACTER_DEVICE || known == FileType.BLOCK_DEVICE;
    int extra = hasExtra(I_MTIME_EXTRA) ? LittleEndian.i32(bytes, I_MTIME_EXTRA) : 0;
    int nanos = extra >>> EPOCH_BITS;
    return new Inode(
        number,
        known,
        LittleEndian.u16(bytes, I_MODE) & PERMISSIONS,
        LittleEndian.u16(bytes, I_UID) | ((long) LittleEndian.u16(bytes, I_UID_HIGH) << 16),
        LittleEndian.u16(bytes, I_GID) | ((long) LittleEndian.u16(bytes, I_GID_HIGH) << 16),
        sized ? size : 0,
        LittleEndian.i32(bytes, I_MTIME) + ((long) (extra & EPOCH_MASK) << 32),
        nanos < NANOS_PER_SECOND ? nanos : 0,
        links,
        device ? deviceMajor() : 0,
        device ? deviceMinor() : 0);
  }

  /** Whether i_extra_isize reaches over the four bytes at {@code offset}. */
  private boolean hasExtra(int offset) {
    return extraSize >= 0
        && GOOD_OLD_INODE_SIZE + extraSize >= offset + Integer.BYTES
        && offset + Integer.BYTES <= bytes.length;
  }

  /** i_block[0] holds 8 and 8 bits, or is zero and i_block[1] holds 12 and 20. */
  private int deviceMajor() {
    int old = LittleEndian.i32(bytes, I_BLOCK);
    return old != 0 ? (old >>> 8) & 0xFF : (LittleEndian.i32(bytes, I_BLOCK + 4) >>> 8) & 0xFFF;
  }

  private int deviceMinor() {
    int old = LittleEndian.i32(bytes, I_BLOCK);
    if (old != 0) {
      return old & 0xFF;
    }
    int device = LittleEndian.i32(bytes, I_BLOCK + 4);
    return (device & 0xFF) | ((device >>> 12) & 0xFFF00);
  }
}
