package io.intarsia.formats.image.ova;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.Ranges;
import io.intarsia.bytes.Zeros;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lists a tar archive (POSIX.1 pax, ustar, GNU).
 *
 * <pre>
 *    0 name of 100 bytes    148 checksum, octal    257 "ustar"
 *  124 size, octal          156 kind               345 prefix of 155 bytes
 * </pre>
 */
final class TarReader {
  private static final int BLOCK = 512;
  private static final int NAME_BYTES = 100;
  private static final int SIZE_OFFSET = 124;
  private static final int SIZE_BYTES = 12;
  private static final int CHECKSUM_OFFSET = 148;
  private static final int CHECKSUM_BYTES = 8;
  private static final int KIND_OFFSET = 156;
  private static final int MAGIC_OFFSET = 257;
  private static final int PREFIX_OFFSET = 345;
  private static final int PREFIX_BYTES = 155;
  private static final int MAX_HEADERS = 16_384;
  private static final int MAX_BEFORE_DESCRIPTOR = 16;
  private static final int MAX_EXTENSION_BYTES = 1 << 16;

  private final ByteSource file;
  private final List<TarMember> members = new ArrayList<>();

  /** For the next member, by extensions that stand before it. */
  private @Nullable String longName;

  private @Nullable Long longSize;
  private int headers;

  private TarReader(ByteSource file) {
    this.file = file;
  }

  /**
   * All regular files, in order.
   *
   * @throws MalformedException when a header is wrong, or a member does not lie in the file
   */
  static List<TarMember> list(ByteSource file) throws IOException {
    TarReader reader = new TarReader(file);
    reader.read(Integer.MAX_VALUE);
    return reader.members;
  }

  /** Whether one of the first members is an OVF descriptor; damage after it does not matter. */
  static boolean hasDescriptor(ByteSource file) throws IOException {
    TarReader reader = new TarReader(file);
    try {
      reader.read(MAX_BEFORE_DESCRIPTOR);
    } catch (MalformedException | UnsupportedException e) {
      // What stands before it was listed.
    }
    return reader.members.stream()
        .anyMatch(member -> member.name().toLowerCase(Locale.ROOT).endsWith(".ovf"));
  }

  private void read(int limit) throws IOException {
    long place = 0;
    while (place + BLOCK <= file.size() && members.size() < limit) {
      byte[] header = file.read(place, BLOCK);
      if (Zeros.isZero(header, 0, BLOCK)) {
        return;
      }
      if (++headers > MAX_HEADERS) {
        throw new UnsupportedException(
            file.description(), "an archive of more than " + MAX_HEADERS + " headers");
      }
      place = next(place, header);
    }
  }

  private long next(long place, byte[] header) throws IOException {
    if (!hasSoundChecksum(header)) {
      throw new MalformedException(
          file.description(), "the tar header at byte " + place + " is damaged");
    }
    char kind = (char) (header[KIND_OFFSET] & 0xFF);
    boolean extension = kind == 'x' || kind == 'g' || kind == 'L' || kind == 'K';
    long size = longSize != null && !extension ? longSize : size(header);
    long data = place + BLOCK;
    if (!Ranges.fits(data, size, file.size())) {
      throw new MalformedException(
          file.description(), "the tar member at byte " + place + " is cut off");
    }
    switch (kind) {
      case 'x' -> readPax(extension(data, size));
      case 'L' -> longName = text(extension(data, size), 0, (int) size);
      case '0', '\0', '7' -> {
        add(longName != null ? longName : name(header), data, size);
        longName = null;
        longSize = null;
      }
      case 'S' -> throw new UnsupportedException(file.description(), "a sparse tar member");
      default -> {
        if (!extension) {
          longName = null;
          longSize = null;
        }
      }
    }
    return data + (size + BLOCK - 1) / BLOCK * BLOCK;
  }

  private void add(String name, long place, long size) {
    members.add(new TarMember(name.startsWith("./") ? name.substring(2) : name, place, size));
  }

  private byte[] extension(long place, long size) throws IOException {
    if (size > MAX_EXTENSION_BYTES) {
      throw new UnsupportedException(file.description(), "a tar header of " + size + " bytes");
    }
    return file.read(place, (int) size);
  }

  /** Records {@code length key=value\n}, where the length is that of the record. */
  private void readPax(byte[] records) throws IOException {
    Map<String, String> values = new HashMap<>();
    int at = 0;
    while (at < records.length && records[at] != 0) {
      int length = 0;
      int start = at;
      while (start < records.length && records[start] >= '0' && records[start] <= '9') {
        length = Math.min(records.length + 1, 10 * length + records[start++] - '0');
      }
      int end = at + length;
      if (end > records.length || end <= start + 1 || records[start] != ' ') {
        throw new MalformedException(file.description(), "a pax header of the archive is damaged");
      }
      String record = new String(records, start + 1, end - start - 2, StandardCharsets.UTF_8);
      int equals = record.indexOf('=');
      values.put(record.substring(0, Math.max(0, equals)), record.substring(equals + 1));
      at = end;
    }
    longName = values.getOrDefault("path", longName);
    String size = values.get("size");
    if (size != null) {
      longSize = number(size, 10);
    }
  }

  private static String name(byte[] header) {
    String name = text(header, 0, NAME_BYTES);
    boolean posix = header[MAGIC_OFFSET + 5] == 0;
    String prefix = posix ? text(header, PREFIX_OFFSET, PREFIX_BYTES) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static String text(byte[] bytes, int offset, int length) {
    int end = offset;
    while (end < offset + length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, offset, end - offset, StandardCharsets.UTF_8);
  }

  /** Octal digits, or from a first byte of 0x80 on a binary number. */
  private long size(byte[] header) throws IOException {
    if ((header[SIZE_OFFSET] & 0x80) == 0) {
      return number(text(header, SIZE_OFFSET, SIZE_BYTES).strip(), 8);
    }
    long size = header[SIZE_OFFSET] & 0x7F;
    for (int i = 1; i < SIZE_BYTES; i++) {
      if (size >>> 55 != 0) {
        throw new MalformedException(file.description(), "an impossible size of a tar member");
      }
      size = (size << 8) | (header[SIZE_OFFSET + i] & 0xFF);
    }
    return size;
  }

  private long number(String digits, int radix) throws MalformedException {
    try {
      return digits.isEmpty() ? 0 : Long.parseUnsignedLong(digits, radix);
    } catch (NumberFormatException e) {
      throw new MalformedException(file.description(), "a tar header has no number: " + digits);
    }
  }

  private static boolean hasSoundChecksum(byte[] header) {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      boolean own = i >= CHECKSUM_OFFSET && i < CHECKSUM_OFFSET + CHECKSUM_BYTES;
      sum += own ? ' ' : header[i] & 0xFF;
    }
    String stated = text(header, CHECKSUM_OFFSET, CHECKSUM_BYTES).strip();
    try {
      return Long.parseLong(stated, 8) == sum;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
