package io.intarsia.store.object;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.error.InvalidObjectException;
import java.util.Arrays;
import java.util.Objects;

/**
 * Reads the body of an object. Every read is bounded by the bytes that are there; counts and
 * numbers are bounded by what the caller allows. Not thread-safe.
 */
public final class BodyReader {
  private final byte[] bytes;
  private final int end;
  private int at;

  public BodyReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  public BodyReader(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    this.bytes = bytes;
    this.at = offset;
    this.end = offset + length;
  }

  /** Bytes not read yet. */
  public int remaining() {
    return end - at;
  }

  /** Position in the array that was given. */
  public int position() {
    return at;
  }

  public int u8() throws InvalidObjectException {
    skip(1);
    return bytes[at - 1] & 0xff;
  }

  public int i32() throws InvalidObjectException {
    skip(4);
    return LittleEndian.i32(bytes, at - 4);
  }

  public long i64() throws InvalidObjectException {
    skip(8);
    return LittleEndian.i64(bytes, at - 8);
  }

  /** An unsigned 64-bit number. Only the shortest encoding is accepted. */
  public long varint() throws InvalidObjectException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = u8();
      long bits = next & 0x7f;
      if (shift == 63 && bits > 1) {
        break;
      }
      value |= bits << shift;
      if (next < 0x80) {
        if (next == 0 && shift > 0) {
          throw new InvalidObjectException("a number is not written in its shortest form");
        }
        return value;
      }
    }
    throw new InvalidObjectException("a number has more than 64 bits");
  }

  /** An unsigned number of at most {@code max}, which is not negative. */
  public long varint(long max) throws InvalidObjectException {
    long value = varint();
    if (value < 0 || value > max) {
      throw new InvalidObjectException(
          "a number is " + Long.toUnsignedString(value) + ", more than " + max);
    }
    return value;
  }

  /** An unsigned number of at most {@code max}. */
  public int varintInt(int max) throws InvalidObjectException {
    return (int) varint(max);
  }

  /**
   * How many items follow: at most {@code max}, and no more than fit into what remains when each
   * takes at least {@code minItemLength} bytes, so that an array of that many may be allocated.
   */
  public int count(int max, int minItemLength) throws InvalidObjectException {
    int count = varintInt(max);
    if ((long) count * minItemLength > remaining()) {
      throw new InvalidObjectException(count + " items do not fit into " + remaining() + " bytes");
    }
    return count;
  }

  /** A signed number, zigzag. */
  public long signed() throws InvalidObjectException {
    return Varint.unzigzag(varint());
  }

  /** Passes over {@code count} bytes. */
  public void skip(long count) throws InvalidObjectException {
    if (count < 0 || count > end - at) {
      throw new InvalidObjectException(
          "it ends " + (end - at) + " bytes on, where " + count + " are needed");
    }
    at += (int) count;
  }

  /** {@code count} bytes, copied. */
  public byte[] raw(int count) throws InvalidObjectException {
    skip(count);
    return Arrays.copyOfRange(bytes, at - count, at);
  }

  /** A varint length of at most {@code max}, then that many bytes, copied. */
  public byte[] bytes(int max) throws InvalidObjectException {
    return raw(varintInt(max));
  }

  /** Checks that everything was read. */
  public void end() throws InvalidObjectException {
    if (at != end) {
      throw new InvalidObjectException(remaining() + " bytes too many");
    }
  }
}
