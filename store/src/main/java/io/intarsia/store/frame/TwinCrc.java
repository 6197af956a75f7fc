package io.intarsia.store.frame;

import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * The checksum of every file here: CRC-32C of the bytes in the low half, CRC-32 (zlib's) in the
 * high one. The JVM computes both with the processor's own instructions from the first call on,
 * where any other hash would have to be compiled first. For one thread.
 */
public final class TwinCrc {
  private final CRC32C low = new CRC32C();
  private final CRC32 high = new CRC32();

  /** The checksum of {@code bytes[offset, offset + length)}. Any thread. */
  public static long of(byte[] bytes, int offset, int length) {
    TwinCrc crc = new TwinCrc();
    crc.update(bytes, offset, length);
    return crc.value();
  }

  /** Goes on with {@code bytes[offset, offset + length)}. */
  public void update(byte[] bytes, int offset, int length) {
    low.update(bytes, offset, length);
    high.update(bytes, offset, length);
  }

  /** The checksum of all bytes so far. */
  public long value() {
    return high.getValue() << 32 | low.getValue();
  }
}
