package io.intarsia.formats.filesystem.btrfs;

import static io.intarsia.formats.filesystem.btrfs.BtrfsLayout.*;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Inode;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Inodes by their numbers. */
final class Inodes {
  /** At 100 bytes each, 6 MiB. */
  private static final int MAX_PLACEHOLDERS = 1 << 16;

  private static final int TYPE_MASK = 0xF000;
  private static final int MODE_MASK = 07777;
  private static final int PLACEHOLDER_MODE = 0755;
  private static final int MAX_NANOS = 999_999_999;

  private final Volume volume;
  private final Subvolumes subvolumes;

  /**
   * The directories where placeholders were seen, which give them their owners; those of
   * placeholders past the bound are the roots of their subvolumes.
   */
  private final Map<Long, Long> placeholders = new ConcurrentHashMap<>();

  Inodes(Volume volume, Subvolumes subvolumes) {
    this.volume = volume;
    this.subvolumes = subvolumes;
  }

  /** The number of the empty directory that is seen in place of a subvolume. */
  long placeholder(int subvolume, long directory, long child) {
    long number = InodeNumber.placeholder(subvolume, child);
    if (placeholders.size() < MAX_PLACEHOLDERS) {
      placeholders.putIfAbsent(number, directory);
    }
    return number;
  }

  Inode get(long number) throws IOException {
    InodeNumber name = InodeNumber.of(number);
    return name.placeholder() ? placeholder(number, name) : stored(number, name);
  }

  /** As Linux shows it, except for its time: there it is the time of looking. */
  private Inode placeholder(long number, InodeNumber name) throws IOException {
    long directory =
        placeholders.getOrDefault(number, subvolumes.root(name.subvolume()).directory());
    long parentNumber = InodeNumber.of(name.subvolume(), directory);
    Inode parent = stored(parentNumber, InodeNumber.of(parentNumber));
    return new Inode(
        number,
        FileType.DIRECTORY,
        PLACEHOLDER_MODE,
        parent.uid(),
        parent.gid(),
        0,
        parent.mtimeSeconds(),
        parent.mtimeNanos(),
        1,
        0,
        0);
  }

  private Inode stored(long number, InodeNumber name) throws IOException {
    Key key = new Key(name.objectId(), INODE_ITEM, 0);
    Cursor cursor = subvolumes.cursor(name.subvolume());
    boolean found = number >= 0 && cursor.seekBack(key) && cursor.key().equals(key);
    check(found && cursor.dataSize() >= INODE_ITEM_SIZE, name, "item");
    byte[] b = cursor.bytes();
    int at = cursor.dataAt();
    int mode = LittleEndian.i32(b, at + INODE_MODE);
    FileType type = type(name, mode);
    boolean device = type == FileType.CHARACTER_DEVICE || type == FileType.BLOCK_DEVICE;
    boolean sized = !device && type != FileType.FIFO && type != FileType.SOCKET;
    int rdev = device ? LittleEndian.i32(b, at + INODE_RDEV) : 0;
    long size = LittleEndian.i64(b, at + INODE_SIZE);
    long links = LittleEndian.u32(b, at + INODE_NLINK);
    int nanos = LittleEndian.i32(b, at + INODE_MTIME + Long.BYTES);
    check(size >= 0, name, "size");
    check(links > 0, name, "number of links");
    check(nanos >= 0 && nanos <= MAX_NANOS, name, "time");
    return new Inode(
        number,
        type,
        mode & MODE_MASK,
        LittleEndian.u32(b, at + INODE_UID),
        LittleEndian.u32(b, at + INODE_GID),
        sized ? size : 0,
        LittleEndian.i64(b, at + INODE_MTIME),
        nanos,
        links,
        rdev >>> RDEV_MINOR_BITS,
        rdev & ((1 << RDEV_MINOR_BITS) - 1));
  }

  private FileType type(InodeNumber name, int mode) throws IOException {
    return switch (mode & TYPE_MASK) {
      case 0x8000 -> FileType.FILE;
      case 0x4000 -> FileType.DIRECTORY;
      case 0xA000 -> FileType.SYMLINK;
      case 0x2000 -> FileType.CHARACTER_DEVICE;
      case 0x6000 -> FileType.BLOCK_DEVICE;
      case 0x1000 -> FileType.FIFO;
      case 0xC000 -> FileType.SOCKET;
      default -> throw volume.malformed("type of inode " + name.objectId());
    };
  }

  private void check(boolean good, InodeNumber name, String what) throws IOException {
    if (!good) {
      throw volume.malformed(what + " of inode " + name.objectId());
    }
  }
}
