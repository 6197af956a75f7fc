package io.intarsia.formats.filesystem.iso9660;

import static io.intarsia.formats.filesystem.iso9660.IsoLayout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One block that describes the volume. */
record VolumeDescriptor(byte[] bytes) {
  private static final byte[] IDENTIFIER = "CD001".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] EL_TORITO =
      "EL TORITO SPECIFICATION".getBytes(StandardCharsets.US_ASCII);
  private static final int JOLIET_LEVELS_FROM = '@';

  /** The descriptor in a block; null when none is there. */
  static @Nullable VolumeDescriptor read(ByteSource source, long block) throws IOException {
    if (!Ranges.fits(block, 1, source.size() / BLOCK)) {
      return null;
    }
    VolumeDescriptor descriptor = new VolumeDescriptor(source.read(block * BLOCK, BLOCK));
    return descriptor.has(VD_IDENTIFIER, IDENTIFIER) ? descriptor : null;
  }

  private boolean has(int at, byte[] wanted) {
    return Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length);
  }

  int type() {
    return bytes[VD_TYPE] & 0xFF;
  }

  boolean isElTorito() {
    return type() == TYPE_BOOT && has(VD_BOOT_SYSTEM, EL_TORITO);
  }

  long bootCatalog() {
    return LittleEndian.u32(bytes, VD_BOOT_CATALOG);
  }

  /** Escape sequences {@code %/@}, {@code %/C} and {@code %/E}: UCS-2. */
  boolean isJoliet() {
    int level = bytes[VD_ESCAPES + 2];
    return type() == TYPE_SUPPLEMENTARY
        && bytes[VD_ESCAPES] == '%'
        && bytes[VD_ESCAPES + 1] == '/'
        && (level == JOLIET_LEVELS_FROM || level == 'C' || level == 'E');
  }

  int blockSize() {
    return LittleEndian.u16(bytes, VD_BLOCK_SIZE);
  }

  /** Length of the volume, or of its last session, in blocks. */
  long blocks() {
    return LittleEndian.u32(bytes, VD_SPACE_SIZE);
  }

  /** The block where the root directory begins. */
  long rootBlock() {
    return LittleEndian.u32(bytes, VD_ROOT_RECORD + DR_EXTENT)
        + (bytes[VD_ROOT_RECORD + DR_ATTRIBUTE_BLOCKS] & 0xFF);
  }

  @Nullable String label() {
    String label =
        new String(
            bytes,
            VD_VOLUME_ID,
            VOLUME_ID_BYTES,
            isJoliet() ? StandardCharsets.UTF_16BE : StandardCharsets.ISO_8859_1);
    int end = label.indexOf(0);
    String text = (end < 0 ? label : label.substring(0, end)).stripTrailing();
    return text.isEmpty() ? null : text;
  }

  /**
   * As blkid makes one of the time of modification, else of creation, to the hundredth; null
   * without both.
   */
  @Nullable String uuid() {
    for (int at : new int[] {VD_MODIFIED, VD_CREATED}) {
      String digits = new String(bytes, at, LONG_TIME_BYTES - 1, StandardCharsets.ISO_8859_1);
      if (digits.chars().allMatch(c -> c >= '0' && c <= '9') && !digits.matches("0+")) {
        StringBuilder uuid = new StringBuilder(digits.substring(0, 4));
        for (int i = 4; i < digits.length(); i += 2) {
          uuid.append('-').append(digits, i, i + 2);
        }
        return uuid.toString();
      }
    }
    return null;
  }

  static MalformedException malformed(ByteSource source, String what) {
    return new MalformedException(source.description(), what);
  }
}
