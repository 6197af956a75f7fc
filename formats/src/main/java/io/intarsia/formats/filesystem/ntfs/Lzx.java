package io.intarsia.formats.filesystem.ntfs;

import io.intarsia.bytes.LittleEndian;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * LZX with a window of 32 KiB, a chunk alone (MS-PATCH, with the changes of WIM: blocks of 32 KiB
 * by default, and calls of x86 always translated).
 */
final class Lzx {
  private static final int CHUNK = 32 << 10;
  private static final int SLOTS = 30;
  private static final int MAIN_SYMBOLS = 256 + 8 * SLOTS;
  private static final int LENGTH_SYMBOLS = 249;
  private static final int MAX_BITS = 16;
  private static final int PRE_SYMBOLS = 20;
  private static final int PRE_BITS = 15;
  private static final int ALIGNED_BITS = 7;
  private static final int VERBATIM = 1;
  private static final int ALIGNED = 2;
  private static final int UNCOMPRESSED = 3;

  /** x86 programs are translated as if each file had this size. */
  private static final int CALL_RANGE = 12_000_000;

  private final byte[] source;
  private final int sourceEnd;
  private final byte[] target;
  private final BitReader in;
  private final byte[] mainLengths = new byte[MAIN_SYMBOLS];
  private final byte[] lengthLengths = new byte[LENGTH_SYMBOLS];
  private final int[] recent = {1, 1, 1};
  private int out;

  private Lzx(byte[] source, int length, byte[] target) {
    this.source = source;
    this.sourceEnd = length;
    this.target = target;
    this.in = new BitReader(source, 0, length);
  }

  /** Fills the target, at most 32 KiB; false when the chunk is damaged. */
  static boolean decompress(byte[] source, int length, byte[] target) {
    Lzx lzx = new Lzx(source, length, target);
    while (lzx.out < target.length) {
      if (!lzx.block()) {
        return false;
      }
    }
    translateCalls(target);
    return true;
  }

  private boolean block() {
    int type = in.take(3);
    int size = in.take(1) != 0 ? CHUNK : in.take(16);
    if (size == 0 || size > target.length - out || in.isExhausted()) {
      return false;
    }
    if (type == UNCOMPRESSED) {
      return uncompressed(size);
    }
    HuffmanTable aligned = null;
    if (type == ALIGNED) {
      byte[] lengths = new byte[8];
      for (int i = 0; i < lengths.length; i++) {
        lengths[i] = (byte) in.take(3);
      }
      aligned = HuffmanTable.of(lengths, 0, lengths.length, ALIGNED_BITS);
    }
    boolean sound =
        (type == VERBATIM || aligned != null)
            && readLengths(mainLengths, 0, 256)
            && readLengths(mainLengths, 256, MAIN_SYMBOLS)
            && readLengths(lengthLengths, 0, LENGTH_SYMBOLS);
    HuffmanTable main = HuffmanTable.of(mainLengths, 0, MAIN_SYMBOLS, MAX_BITS);
    HuffmanTable lengths = HuffmanTable.of(lengthLengths, 0, LENGTH_SYMBOLS, MAX_BITS);
    return sound && main != null && lengths != null && tokens(out + size, main, lengths, aligned);
  }

  private boolean uncompressed(int size) {
    int at = in.align();
    if (at + 3 * Integer.BYTES > sourceEnd || size > sourceEnd - at - 3 * Integer.BYTES) {
      return false;
    }
    for (int i = 0; i < recent.length; i++) {
      recent[i] = LittleEndian.i32(source, at + i * Integer.BYTES);
    }
    at += 3 * Integer.BYTES;
    System.arraycopy(source, at, target, out, size);
    out += size;
    in.seek(at + size + (size & 1));
    return true;
  }

  /** Lengths are differences from those of the block before, themselves in Huffman codes. */
  private boolean readLengths(byte[] lengths, int from, int to) {
    byte[] pre = new byte[PRE_SYMBOLS];
    for (int i = 0; i < PRE_SYMBOLS; i++) {
      pre[i] = (byte) in.take(4);
    }
    HuffmanTable codes = HuffmanTable.of(pre, 0, PRE_SYMBOLS, PRE_BITS);
    int at = from;
    while (codes != null && at < to) {
      int symbol = codes.next(in);
      int run = 1;
      byte length = 0;
      if (symbol < 0 || in.isExhausted()) {
        return false;
      } else if (symbol == 17) {
        run = 4 + in.take(4);
      } else if (symbol == 18) {
        run = 20 + in.take(5);
      } else {
        if (symbol == 19) {
          run = 4 + in.take(1);
          symbol = codes.next(in);
        }
        if (symbol < 0 || symbol > 16) {
          return false;
        }
        length = (byte) ((lengths[at] - symbol + 17) % 17);
      }
      if (run > to - at) {
        return false;
      }
      Arrays.fill(lengths, at, at + run, length);
      at += run;
    }
    return codes != null;
  }

  private boolean tokens(
      int end, HuffmanTable main, HuffmanTable lengths, @Nullable HuffmanTable aligned) {
    while (out < end) {
      int symbol = main.next(in);
      if (symbol < 0 || in.isExhausted()) {
        return false;
      }
      if (symbol < 256) {
        target[out++] = (byte) symbol;
        continue;
      }
      int length = (symbol & 7) + 2;
      if (length == 9) {
        int more = lengths.next(in);
        length = more < 0 ? Integer.MAX_VALUE : 9 + more;
      }
      int offset = offset((symbol - 256) >> 3, aligned);
      if (length > end - out || offset <= 0 || offset > out) {
        return false;
      }
      int match = out - offset;
      for (int i = 0; i < length; i++) {
        target[out++] = target[match++];
      }
    }
    return true;
  }

  private int offset(int slot, @Nullable HuffmanTable aligned) {
    if (slot <= 2) {
      int offset = recent[slot];
      recent[slot] = recent[0];
      recent[0] = offset;
      return offset;
    }
    int bits = slot < 4 ? 0 : (slot >> 1) - 1;
    int base = slot < 4 ? slot : (2 | (slot & 1)) << bits;
    int extra;
    if (aligned != null && bits >= 3) {
      extra = (in.take(bits - 3) << 3) + aligned.next(in);
    } else {
      extra = in.take(bits);
    }
    int offset = base + extra - 2;
    recent[2] = recent[1];
    recent[1] = recent[0];
    recent[0] = offset;
    return offset;
  }

  /** Operands of x86's call instruction became absolute before compression. */
  private static void translateCalls(byte[] bytes) {
    int at = 0;
    while (at < bytes.length - 10) {
      if (bytes[at] != (byte) 0xE8) {
        at++;
        continue;
      }
      int absolute = LittleEndian.i32(bytes, at + 1);
      if (absolute >= -at && absolute < CALL_RANGE) {
        int relative = absolute >= 0 ? absolute - at : absolute + CALL_RANGE;
        LittleEndian.put32(bytes, at + 1, relative);
      }
      at += 5;
    }
  }
}
