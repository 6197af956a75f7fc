package io.intarsia.formats.filesystem.fat;

import static io.intarsia.formats.filesystem.fat.FatLayout.*;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Inode;

/**
 * The 32 bytes of an entry of a directory.
 *
 * @param at where in the bytes it begins
 * @param width bits of a FAT entry: what is the upper half of the cluster number in FAT32 is
 *     something else in the others
 */
record DirectoryEntry(byte[] bytes, int at, int width) {
  private static final int MODE = 0755;
  private static final int WRITE_BITS = 0222;

  int attributes() {
    return bytes[at + DIR_ATTRIBUTES] & 0xFF;
  }

  boolean isEnd() {
    return bytes[at] == NAME_END;
  }

  boolean isDeleted() {
    return (bytes[at] & 0xFF) == NAME_DELETED;
  }

  boolean isLongName() {
    return (attributes() & ATTR_LONG_NAME_MASK) == ATTR_LONG_NAME;
  }

  boolean isVolumeLabel() {
    return !isLongName()
        && (attributes() & (ATTR_VOLUME | ATTR_DIRECTORY)) == ATTR_VOLUME
        && cluster() == 0;
  }

  boolean isDirectory() {
    return (attributes() & ATTR_DIRECTORY) != 0;
  }

  /** Whether it names a file or directory, be it the directory itself or the one above. */
  boolean isNamed() {
    return !isEnd() && !isDeleted() && (attributes() & ATTR_VOLUME) == 0;
  }

  /** Whether it is the directory itself or the one above. */
  boolean isDots() {
    int dots = bytes[at] != '.' ? 0 : bytes[at + 1] == '.' ? 2 : 1;
    for (int i = dots; i < SHORT_NAME_BYTES; i++) {
      if (bytes[at + i] != ' ') {
        return false;
      }
    }
    return dots > 0;
  }

  long cluster() {
    long high = width == 32 ? LittleEndian.u16(bytes, at + DIR_CLUSTER_HIGH) : 0;
    return (high << 16) | LittleEndian.u16(bytes, at + DIR_CLUSTER_LOW);
  }

  /** Of a file, in bytes; directories have 0. */
  long size() {
    return LittleEndian.u32(bytes, at + DIR_SIZE);
  }

  /** As Linux mounts it with a umask of 022; read-only directories can be written to. */
  Inode toInode(long number) {
    boolean readOnly = !isDirectory() && (attributes() & ATTR_READ_ONLY) != 0;
    int date = LittleEndian.u16(bytes, at + DIR_DATE);
    int time = LittleEndian.u16(bytes, at + DIR_TIME);
    return new Inode(
        number,
        isDirectory() ? FileType.DIRECTORY : FileType.FILE,
        readOnly ? MODE & ~WRITE_BITS : MODE,
        0,
        0,
        isDirectory() ? 0 : size(),
        DosTime.seconds(date, time),
        0,
        1,
        0,
        0);
  }

  /** The root directory, which has no entry and no time. */
  static Inode root(long number) {
    return new Inode(number, FileType.DIRECTORY, MODE, 0, 0, 0, 0, 0, 1, 0, 0);
  }
}
