package io.intarsia.formats.filesystem.ntfs;

import org.jspecify.annotations.Nullable;

/** Canonical Huffman codes, decoded by one look-up of as many bits as the longest code may have. */
final class HuffmanTable {
  private final short[] symbols;

  /** Bits of the code that the index begins with; 0 where none does. */
  private final byte[] lengths;

  private final int maxBits;

  private HuffmanTable(short[] symbols, byte[] lengths, int maxBits) {
    this.symbols = symbols;
    this.lengths = lengths;
    this.maxBits = maxBits;
  }

  /**
   * @param lengths of the symbols' codes in bits, 0 for those that do not occur
   * @param maxBits longest length that may occur
   * @return null when there are more codes than bits allow
   */
  static @Nullable HuffmanTable of(byte[] lengths, int from, int count, int maxBits) {
    int size = 1 << maxBits;
    short[] symbols = new short[size];
    byte[] bits = new byte[size];
    int at = 0;
    for (int length = 1; length <= maxBits; length++) {
      int span = 1 << (maxBits - length);
      for (int symbol = 0; symbol < count; symbol++) {
        if (lengths[from + symbol] == length) {
          if (at + span > size) {
            return null;
          }
          for (int i = at; i < at + span; i++) {
            symbols[i] = (short) symbol;
            bits[i] = (byte) length;
          }
          at += span;
        }
      }
    }
    return new HuffmanTable(symbols, bits, maxBits);
  }

  /** The next symbol, or -1 when the bits are no code. */
  int next(BitReader in) {
    int code = in.peek(maxBits);
    int length = lengths[code];
    in.skip(length);
    return length == 0 ? -1 : symbols[code];
  }
}
