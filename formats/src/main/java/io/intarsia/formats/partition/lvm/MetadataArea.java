package io.intarsia.formats.partition.lvm;

import static io.intarsia.formats.partition.lvm.LvmLayout.MDA_HEADER_BYTES;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the text of a volume group from a metadata area. */
final class MetadataArea {
  private MetadataArea() {}

  /**
   * The text that counts, or null when the area is not in use.
   *
   * @throws MalformedException when it is damaged
   */
  static @Nullable String read(ByteSource source, PvHeader.Area area) throws IOException {
    if (!Ranges.fits(area.offset(), MDA_HEADER_BYTES, source.size())) {
      throw damaged(source, "lies outside the device");
    }
    byte[] header = source.read(area.offset(), MDA_HEADER_BYTES);
    int magic = LvmLayout.MDA_MAGIC_OFFSET;
    if (LittleEndian.u32(header, 0) != LvmLayout.crc(header, magic, MDA_HEADER_BYTES)
        || !Arrays.equals(
            header,
            magic,
            magic + LvmLayout.MDA_MAGIC.length,
            LvmLayout.MDA_MAGIC,
            0,
            LvmLayout.MDA_MAGIC.length)
        || LittleEndian.u32(header, LvmLayout.MDA_VERSION) != 1) {
      throw damaged(source, "has a damaged header");
    }
    long size = LittleEndian.i64(header, LvmLayout.MDA_SIZE);
    if (size <= MDA_HEADER_BYTES || !Ranges.fits(area.offset(), size, source.size())) {
      throw damaged(source, "has an impossible size");
    }
    long textOffset = LittleEndian.i64(header, LvmLayout.MDA_TEXT_OFFSET);
    long flags = LittleEndian.u32(header, LvmLayout.MDA_TEXT_FLAGS);
    if (textOffset == 0 || (flags & LvmLayout.MDA_TEXT_IGNORED) != 0) {
      return null;
    }
    long textSize = LittleEndian.i64(header, LvmLayout.MDA_TEXT_SIZE);
    if (textOffset < MDA_HEADER_BYTES
        || textOffset >= size
        || textSize <= 0
        || textSize > Math.min(LvmLayout.MAX_TEXT_BYTES, size - MDA_HEADER_BYTES)) {
      throw damaged(source, "has a text of an impossible place or size");
    }
    byte[] text = new byte[(int) textSize];
    int first = (int) Math.min(textSize, size - textOffset);
    source.read(area.offset() + textOffset, text, 0, first);
    source.read(area.offset() + MDA_HEADER_BYTES, text, first, text.length - first);
    if (LvmLayout.crc(text, 0, text.length) != LittleEndian.u32(header, LvmLayout.MDA_TEXT_CRC)) {
      throw damaged(source, "has a text with a wrong checksum");
    }
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  private static MalformedException damaged(ByteSource source, String what) {
    return new MalformedException(source.description(), "its LVM metadata area " + what);
  }
}
