package io.intarsia.formats.filesystem.ntfs;

/** XPRESS with Huffman codes, a chunk alone (MS-XCA 2.1 and 2.2). */
final class XpressHuffman {
  private static final int SYMBOLS = 512;
  private static final int TABLE_BYTES = SYMBOLS / 2;
  private static final int MAX_BITS = 15;
  private static final int MIN_MATCH = 3;

  private XpressHuffman() {}

  /** Fills the target; false when the chunk is damaged. */
  static boolean decompress(byte[] source, int length, byte[] target) {
    if (length < TABLE_BYTES) {
      return false;
    }
    byte[] lengths = new byte[SYMBOLS];
    for (int i = 0; i < TABLE_BYTES; i++) {
      lengths[2 * i] = (byte) (source[i] & 0xF);
      lengths[2 * i + 1] = (byte) ((source[i] >> 4) & 0xF);
    }
    HuffmanTable codes = HuffmanTable.of(lengths, 0, SYMBOLS, MAX_BITS);
    if (codes == null) {
      return false;
    }
    BitReader in = new BitReader(source, TABLE_BYTES, length);
    int out = 0;
    while (out < target.length) {
      in.readAhead();
      int symbol = codes.next(in);
      if (symbol < 0 || in.isExhausted()) {
        return false;
      }
      if (symbol < 256) {
        target[out++] = (byte) symbol;
        continue;
      }
      in.readAhead();
      int matchLength = matchLength(in, symbol & 0xF);
      int offsetBits = (symbol >> 4) & 0xF;
      int match = out - ((1 << offsetBits) | in.take(offsetBits));
      if (matchLength < 0 || match < 0 || matchLength > target.length - out) {
        return false;
      }
      for (int i = 0; i < matchLength; i++) {
        target[out++] = target[match++];
      }
    }
    return true;
  }

  private static int matchLength(BitReader in, int nibble) {
    if (nibble < 0xF) {
      return nibble + MIN_MATCH;
    }
    int more = in.nextByte();
    if (more == 0xFF) {
      int low = in.nextByte();
      int high = in.nextByte();
      return high < 0 ? -1 : (low | (high << 8)) + MIN_MATCH;
    }
    return more < 0 ? -1 : more + 0xF + MIN_MATCH;
  }
}
