package io.intarsia.formats.filesystem.ntfs;

import io.intarsia.bytes.LittleEndian;
import org.jspecify.annotations.Nullable;

/**
 * The compression of NTFS: blocks of 4 KiB, each after a header of two bytes, LZ77 with flags for
 * eight tokens at a time (MS-XCA 2.5).
 */
final class Lznt1 {
  static final int BLOCK = 4096;
  private static final int COMPRESSED = 0x8000;
  private static final int LENGTH_MASK = 0xFFF;
  private static final int MIN_MATCH = 3;
  private static final int MIN_OFFSET_BITS = 4;

  private Lznt1() {}

  /**
   * Decompresses all blocks.
   *
   * @param target takes what the blocks hold, each 4 KiB; what none fills stays as it is
   * @return what is wrong, or null
   */
  static @Nullable String decompress(byte[] source, int sourceLength, byte[] target) {
    int in = 0;
    int out = 0;
    while (out < target.length && in + 2 <= sourceLength) {
      int header = LittleEndian.u16(source, in);
      if (header == 0) {
        return null;
      }
      in += 2;
      int end = in + (header & LENGTH_MASK) + 1;
      int room = Math.min(BLOCK, target.length - out);
      if (end > sourceLength) {
        return "compressed block longer than its clusters";
      }
      if ((header & COMPRESSED) == 0) {
        System.arraycopy(source, in, target, out, Math.min(room, end - in));
      } else if (!block(source, in, end, target, out, out + room)) {
        return "compressed block that is damaged";
      }
      in = end;
      out += BLOCK;
    }
    return null;
  }

  private static boolean block(
      byte[] source, int from, int end, byte[] target, int start, int limit) {
    int in = from;
    int out = start;
    while (in < end) {
      int flags = source[in++];
      for (int bit = 0; bit < Byte.SIZE && in < end; bit++, flags >>= 1) {
        if ((flags & 1) == 0) {
          if (out == limit) {
            return false;
          }
          target[out++] = source[in++];
          continue;
        }
        if (in + 2 > end || out == start) {
          return false;
        }
        int token = LittleEndian.u16(source, in);
        in += 2;
        // The further into the block, the more bits are needed to reach its start.
        int offsetBits =
            Math.max(MIN_OFFSET_BITS, Integer.SIZE - Integer.numberOfLeadingZeros(out - start - 1));
        int lengthBits = Short.SIZE - offsetBits;
        int match = out - (token >>> lengthBits) - 1;
        int length = (token & ((1 << lengthBits) - 1)) + MIN_MATCH;
        if (match < start || length > limit - out) {
          return false;
        }
        for (int i = 0; i < length; i++) {
          target[out++] = target[match++];
        }
      }
    }
    return true;
  }
}
