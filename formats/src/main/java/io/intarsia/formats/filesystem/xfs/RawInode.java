package io.intarsia.formats.filesystem.xfs;

import static io.intarsia.formats.filesystem.xfs.XfsLayout.*;

import io.intarsia.bytes.BigEndian;
import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Inode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An inode as it stands on the disk, in use and with forks inside of it.
 *
 * @param size di_size, not negative
 * @param bytes all of it, sb_inodesize long
 */
record RawInode(
    long number, FileType type, long size, long links, Fork data, Fork attributes, byte[] bytes) {
  private static final int TYPE_SHIFT = 12;
  private static final int PERMISSIONS = 07777;
  private static final int NANOS_PER_SECOND = 1_000_000_000;
  private static final int DEVICE_MINOR_BITS = 18;

  static RawInode parse(Volume volume, long number, byte[] b) throws IOException {
    verify(volume, number, b);
    @Nullable FileType type = type(BigEndian.u16(b, DI_MODE) >>> TYPE_SHIFT);
    if (type == null) {
      throw volume.malformed("inode " + number + ": unknown type");
    }
    long size = BigEndian.i64(b, DI_SIZE);
    long links = b[DI_VERSION] == 1 ? BigEndian.u16(b, DI_ONLINK) : BigEndian.u32(b, DI_NLINK);
    if (size < 0) {
      throw volume.malformed("inode " + number + ": size");
    }
    if (links == 0) {
      throw volume.malformed("inode " + number + " is not in use");
    }
    int literal = b[DI_VERSION] == 3 ? DI_LITERAL_V3 : DI_LITERAL_V2;
    int split = (b[DI_FORKOFF] & 0xFF) * FORKOFF_UNIT;
    int end = split == 0 ? b.length : literal + split;
    if (end > b.length) {
      throw volume.malformed("inode " + number + ": place of the attributes");
    }
    boolean wide = (flags2(b) & DIFLAG2_NREXT64) != 0;
    long extents = wide ? BigEndian.i64(b, DI_BIG_NEXTENTS) : BigEndian.u32(b, DI_NEXTENTS);
    long more = wide ? BigEndian.u32(b, DI_NEXTENTS) : BigEndian.u16(b, DI_ANEXTENTS);
    return new RawInode(
        number,
        type,
        size,
        links,
        new Fork(b[DI_FORMAT], literal, end - literal, extents),
        new Fork(b[DI_AFORMAT], end, b.length - end, more),
        b);
  }

  /** An inode that is free has the magic, but no type and no links. */
  private static void verify(Volume volume, long number, byte[] b) throws IOException {
    if (BigEndian.u16(b, 0) != DI_MAGIC) {
      throw volume.malformed("inode " + number + " does not exist");
    }
    boolean five = volume.superblock().describesItself();
    if (five ? b[DI_VERSION] != 3 : b[DI_VERSION] != 1 && b[DI_VERSION] != 2) {
      throw volume.malformed("inode " + number + ": version " + b[DI_VERSION]);
    }
    if (!five) {
      return;
    }
    if (!BlockHeader.checksumIsRight(b, DI_CRC)) {
      throw volume.malformed("inode " + number + ": checksum");
    }
    if (BigEndian.i64(b, DI_INO) != number || !volume.hasUuid(b, DI_UUID)) {
      throw volume.malformed("inode " + number + ": of another place or file system");
    }
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

  private static long flags2(byte[] b) {
    return b[DI_VERSION] == 3 ? BigEndian.i64(b, DI_FLAGS2) : 0;
  }

  /** Whether the data lie on the realtime device. */
  boolean isRealtime() {
    return (BigEndian.u16(bytes, DI_FLAGS) & DIFLAG_REALTIME) != 0;
  }

  /** Whether blocks may be shared with other files, or within this one. */
  boolean sharesBlocks() {
    return (flags2(bytes) & DIFLAG2_REFLINK) != 0;
  }

  /** What the rest of the library sees of it. */
  Inode toInode() {
    boolean sized = type == FileType.FILE || type == FileType.DIRECTORY || type == FileType.SYMLINK;
    boolean isDevice = type == FileType.CHARACTER_DEVICE || type == FileType.BLOCK_DEVICE;
    int device = isDevice && data.length() >= Integer.BYTES ? device() : 0;
    boolean bigtime = (flags2(bytes) & DIFLAG2_BIGTIME) != 0;
    long time = BigEndian.i64(bytes, DI_MTIME);
    int nanos = (int) time;
    return new Inode(
        number,
        type,
        BigEndian.u16(bytes, DI_MODE) & PERMISSIONS,
        BigEndian.u32(bytes, DI_UID),
        BigEndian.u32(bytes, DI_GID),
        sized ? size : 0,
        bigtime
            ? Long.divideUnsigned(time, NANOS_PER_SECOND) - BIGTIME_EPOCH
            : time >> Integer.SIZE,
        bigtime
            ? (int) Long.remainderUnsigned(time, NANOS_PER_SECOND)
            : nanos >= 0 && nanos < NANOS_PER_SECOND ? nanos : 0,
        links,
        device >>> DEVICE_MINOR_BITS,
        device & ((1 << DEVICE_MINOR_BITS) - 1));
  }

  /** 14 bits of major and 18 bits of minor number. */
  private int device() {
    return BigEndian.i32(bytes, data.offset());
  }
}
