package io.intarsia.formats.image.compressed;

import io.intarsia.bytes.BigEndian;
import io.intarsia.bytes.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** How a file was compressed as a whole. */
public enum Compression {
  GZIP("gzip", 0x1F8B08L << 40, 24),
  XZ("xz", 0xFD377A585A00L << 16, 48),
  ZSTD("zstd", 0x28B52FFDL << 32, 32),
  BZIP2("bzip2", 0x425A68L << 40, 24);

  private final String format;
  private final long magic;
  private final int magicBits;

  Compression(String format, long magic, int magicBits) {
    this.format = format;
    this.magic = magic;
    this.magicBits = magicBits;
  }

  /** The name that {@code --format} takes. */
  public String format() {
    return format;
  }

  /**
   * How a file is compressed; null when it is not.
   *
   * @param asked the format that the user insists on, or null to go by the magic bytes
   */
  public static @Nullable Compression of(ByteSource file, @Nullable String asked)
      throws IOException {
    byte[] head = new byte[Long.BYTES];
    file.read(0, head, 0, (int) Math.min(head.length, file.size()));
    for (Compression compression : values()) {
      boolean is = asked == null ? compression.begins(head) : asked.equals(compression.format);
      if (is) {
        return compression;
      }
    }
    return null;
  }

  /** Whether {@code --format} names a compression. */
  public static boolean isName(@Nullable String asked) {
    for (Compression compression : values()) {
      if (compression.format.equals(asked)) {
        return true;
      }
    }
    return false;
  }

  private boolean begins(byte[] head) {
    int unused = Long.SIZE - magicBits;
    return BigEndian.i64(head, 0) >>> unused == magic >>> unused
        && (this != BZIP2 || (head[3] >= '1' && head[3] <= '9'));
  }

  /**
   * The bytes that were compressed, from the first one on. Reading throws {@link
   * io.intarsia.formats.MalformedException} where the file is damaged or ends early, and {@link
   * io.intarsia.formats.UnsupportedException} when it needs more memory than is allowed.
   *
   * @param file stays open when the stream is closed
   */
  public InputStream open(ByteSource file) throws IOException {
    return PlainStream.open(this, file);
  }
}
