package io.intarsia.formats.filesystem.ntfs;

import io.intarsia.bytes.LittleEndian;

/** Bits from the highest on of 16-bit units. Past the end zeros are read, and remembered. */
final class BitReader {
  private final byte[] bytes;
  private final int end;
  private int at;
  private long window;
  private int available;
  private int missing;

  BitReader(byte[] bytes, int at, int end) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  private void fill(int count) {
    while (available < count) {
      int unit = 0;
      if (at + 2 <= end) {
        unit = LittleEndian.u16(bytes, at);
        at += 2;
      } else {
        missing++;
      }
      window = (window << Short.SIZE) | unit;
      available += Short.SIZE;
    }
  }

  /** The next bits, at most 17, without taking them. */
  int peek(int count) {
    fill(count);
    return (int) (window >>> (available - count)) & ((1 << count) - 1);
  }

  /** Takes bits that were peeked at. */
  void skip(int count) {
    available -= count;
  }

  int take(int count) {
    if (count == 0) {
      return 0;
    }
    int bits = peek(count);
    skip(count);
    return bits;
  }

  /** Makes sure that a unit is read ahead, as encoders count on when bytes stand between units. */
  void readAhead() {
    fill(Short.SIZE);
  }

  /** The byte after the units read so far; -1 past the end. */
  int nextByte() {
    return at < end ? bytes[at++] & 0xFF : -1;
  }

  /** Drops the rest of the unit, or a whole one when none was begun; returns where the next is. */
  int align() {
    readAhead();
    if (available > Short.SIZE) {
      at -= Short.BYTES;
    }
    available = 0;
    return at;
  }

  /** Goes on at another place. */
  void seek(int place) {
    at = place;
    available = 0;
  }

  /** Whether more was read than there is; a unit read ahead does not count. */
  boolean isExhausted() {
    return missing > 2;
  }
}
