package io.intarsia.formats.filesystem.ntfs;

import static io.intarsia.formats.filesystem.ntfs.NtfsLayout.*;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.filesystem.FileType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Devices, pipes, sockets and links as Interix (in the data of a system file) and WSL (in a reparse
 * point) keep them.
 *
 * @param mode permission bits
 * @param target of a link, else empty
 */
record SpecialFile(FileType type, int mode, int major, int minor, byte[] target) {
  /** What all files have for whom nobody mapped users. */
  static final int MODE = 0777;

  /** What ntfs-3g shows for devices, pipes and sockets of WSL. */
  private static final int WSL_MODE = 0;

  private static final long LINK = 0x014B4E4C78746E49L;
  private static final long CHARACTER_DEVICE = 0x0052484378746E49L;
  private static final long BLOCK_DEVICE = 0x004B4C4278746E49L;
  private static final int DEVICE_SIZE = 24;
  private static final int MAX_LINK_SIZE = 8 + 2 * 4096;

  private static final byte[] LXDEV = "$LXDEV".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_EAS = 64 << 10;
  private static final int EA_NAME_LENGTH = 5;
  private static final int EA_VALUE_LENGTH = 6;
  private static final int EA_NAME = 8;

  private static SpecialFile of(FileType type, int mode) {
    return new SpecialFile(type, mode, 0, 0, Attribute.NO_NAME);
  }

  /** A link with its target in UTF-8. */
  static SpecialFile link(byte[] target) {
    return new SpecialFile(FileType.SYMLINK, MODE, 0, 0, target);
  }

  /** A file or directory that is nothing special. */
  static SpecialFile plain(boolean directory) {
    return of(directory ? FileType.DIRECTORY : FileType.FILE, MODE);
  }

  /** What a system file that is not hidden is to Interix; null for what is an ordinary file. */
  static @Nullable SpecialFile interix(FileRecord file, int flags) throws IOException {
    Stream data = file.stream(TYPE_DATA, Attribute.NO_NAME);
    if (data == null) {
      return null;
    }
    if (data.size() <= 1) {
      boolean hidden = (flags & FILE_HIDDEN) != 0;
      return hidden ? null : of(data.size() == 0 ? FileType.FIFO : FileType.SOCKET, MODE);
    }
    if (data.size() <= Long.BYTES || data.size() > MAX_LINK_SIZE) {
      return null;
    }
    byte[] bytes = data.read(file.volume(), MAX_LINK_SIZE);
    long magic = LittleEndian.i64(bytes, 0);
    if (magic == LINK) {
      int units = (bytes.length - Long.BYTES) / 2;
      return link(Names.utf8(bytes, Long.BYTES, units));
    }
    boolean device = magic == CHARACTER_DEVICE || magic == BLOCK_DEVICE;
    if (!device || bytes.length != DEVICE_SIZE) {
      return null;
    }
    return new SpecialFile(
        magic == BLOCK_DEVICE ? FileType.BLOCK_DEVICE : FileType.CHARACTER_DEVICE,
        MODE,
        LittleEndian.i32(bytes, 8),
        LittleEndian.i32(bytes, 16),
        Attribute.NO_NAME);
  }

  /** What a reparse point of WSL stands for; null for any other. */
  static @Nullable SpecialFile wsl(FileRecord file, ReparsePoint point, int flags)
      throws IOException {
    if (point.data().length != 0 || (flags & FILE_RECALL_ON_OPEN) == 0) {
      return null;
    }
    return switch (point.tag()) {
      case TAG_AF_UNIX -> of(FileType.SOCKET, WSL_MODE);
      case TAG_LX_FIFO -> of(FileType.FIFO, WSL_MODE);
      case TAG_LX_CHR -> device(FileType.CHARACTER_DEVICE, file);
      case TAG_LX_BLK -> device(FileType.BLOCK_DEVICE, file);
      default -> null;
    };
  }

  /** Its numbers are in the extended attribute $LXDEV. */
  private static @Nullable SpecialFile device(FileType type, FileRecord file) throws IOException {
    Stream stream = file.stream(TYPE_EA, Attribute.NO_NAME);
    byte[] eas = stream == null ? Attribute.NO_NAME : stream.read(file.volume(), MAX_EAS);
    int at = 0;
    while (at <= eas.length - EA_NAME) {
      int nameLength = eas[at + EA_NAME_LENGTH] & 0xFF;
      int value = at + EA_NAME + nameLength + 1;
      boolean found =
          nameLength == LXDEV.length
              && LittleEndian.u16(eas, at + EA_VALUE_LENGTH) == Long.BYTES
              && value + Long.BYTES <= eas.length
              && Arrays.equals(eas, at + EA_NAME, value - 1, LXDEV, 0, LXDEV.length);
      if (found) {
        int major = LittleEndian.i32(eas, value);
        return new SpecialFile(
            type, WSL_MODE, major, LittleEndian.i32(eas, value + Integer.BYTES), Attribute.NO_NAME);
      }
      int next = LittleEndian.i32(eas, at);
      if (next < EA_NAME || next > eas.length - at) {
        break;
      }
      at += next;
    }
    return null;
  }
}
