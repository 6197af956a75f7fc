package io.intarsia.store.object;

/**
 * Unsigned LEB128: seven bits a byte, least significant first, the top bit set on all but the last.
 * At most ten bytes; 64-bit values come as {@code long}, negative where the top bit is set.
 */
public final class Varint {
  /** The longest encoding, in bytes. */
  public static final int MAX_LENGTH = 10;

  private Varint() {}

  /** Bytes that {@link #write} takes for the value. */
  public static int length(long value) {
    return value == 0 ? 1 : (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7;
  }

  /** Writes the value at {@code offset}; returns the offset after it. */
  public static int write(byte[] into, int offset, long value) {
    int at = offset;
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      into[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    into[at++] = (byte) rest;
    return at;
  }

  /** Zigzag: small magnitudes of either sign become small unsigned values. */
  public static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  /** The inverse of {@link #zigzag}. */
  public static long unzigzag(long value) {
    return (value >>> 1) ^ -(value & 1);
  }
}
