package io.intarsia.store.object;

import io.intarsia.bytes.LittleEndian;
import java.util.Arrays;

/** Writes the body of an object, growing as needed. Not thread-safe. */
public final class BodyWriter {
  private byte[] bytes;
  private int length;

  public BodyWriter() {
    this(256);
  }

  /** With room for {@code capacity} bytes before it has to grow. */
  public BodyWriter(int capacity) {
    bytes = new byte[Math.max(16, capacity)];
  }

  /** Bytes written so far. */
  public int length() {
    return length;
  }

  public BodyWriter u8(int value) {
    room(1);
    bytes[length++] = (byte) value;
    return this;
  }

  /** 32 bits, little-endian. */
  public BodyWriter i32(int value) {
    room(4);
    LittleEndian.put32(bytes, length, value);
    length += 4;
    return this;
  }

  /** 64 bits, little-endian. */
  public BodyWriter i64(long value) {
    room(8);
    LittleEndian.put64(bytes, length, value);
    length += 8;
    return this;
  }

  /** An unsigned number, see {@link Varint}. */
  public BodyWriter varint(long value) {
    room(Varint.MAX_LENGTH);
    length = Varint.write(bytes, length, value);
    return this;
  }

  /** A signed number, zigzag. */
  public BodyWriter signed(long value) {
    return varint(Varint.zigzag(value));
  }

  /** Bytes as they are, without a length. */
  public BodyWriter raw(byte[] from, int offset, int count) {
    room(count);
    System.arraycopy(from, offset, bytes, length, count);
    length += count;
    return this;
  }

  /** A varint length, then the bytes. */
  public BodyWriter bytes(byte[] from) {
    return varint(from.length).raw(from, 0, from.length);
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  private void room(int count) {
    if (bytes.length - length < count) {
      long wanted = Math.max((long) length + count, bytes.length * 2L);
      if (wanted > StoredObject.MAX_LENGTH * 2L) {
        throw new IllegalStateException("an object's body would pass " + StoredObject.MAX_LENGTH);
      }
      bytes = Arrays.copyOf(bytes, (int) wanted);
    }
  }
}
