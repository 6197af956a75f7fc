package io.intarsia.store;

import com.github.luben.zstd.Zstd;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** Writes the store's files from docs/formats alone, without the code under test. */
@SuppressWarnings("ByteBufferBackingArray") // all of them are allocated here
final class PinnedFormats {
  private PinnedFormats() {}

  /** A chunk: fingerprint and plain bytes. */
  record Chunk(byte[] fingerprint, byte[] plain) {}

  private static long twinCrc(byte[] bytes, int offset, int length) {
    CRC32C low = new CRC32C();
    CRC32 high = new CRC32();
    low.update(bytes, offset, length);
    high.update(bytes, offset, length);
    return low.getValue() + (high.getValue() << 32);
  }

  private static ByteBuffer buffer(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] plain(List<Chunk> frame) {
    ByteBuffer plain = buffer(frame.stream().mapToInt(chunk -> chunk.plain.length).sum());
    frame.forEach(chunk -> plain.put(chunk.plain));
    return plain.array();
  }

  /** The chunks that have an anchor; none here begins with a block of zeros. */
  private static List<Chunk> anchored(List<Chunk> frame) {
    return frame.stream().filter(chunk -> chunk.plain.length >= 4096).toList();
  }

  private static long anchor(Chunk chunk) {
    return twinCrc(chunk.plain, 0, 4096);
  }

  /** A pack of one stored frame. */
  static byte[] pack(long session, int kind, List<Chunk> frame) {
    byte[] plain = plain(frame);
    ByteBuffer toc = buffer(1 << 16);
    toc.putInt(1).putInt(plain.length).putInt(plain.length).put((byte) 0);
    toc.putLong(twinCrc(plain, 0, plain.length)).putInt(frame.size());
    for (Chunk chunk : frame) {
      int length = chunk.plain.length;
      for (; length >= 128; length >>= 7) {
        toc.put((byte) ((length & 127) | 128));
      }
      toc.put((byte) length);
    }
    frame.forEach(chunk -> toc.put(chunk.fingerprint));
    anchored(frame).forEach(chunk -> toc.putLong(anchor(chunk)));
    byte[] stored = Zstd.compress(Arrays.copyOf(toc.array(), toc.position()), 3);

    ByteBuffer pack = buffer(32 + plain.length + stored.length + 48);
    pack.put(ascii("INTPACK\n")).putShort((short) 3).put((byte) kind).put(new byte[5]);
    pack.putLong(session).putLong(twinCrc(pack.array(), 0, 24));
    pack.put(plain).put(stored);
    int footer = pack.position();
    pack.putLong(32 + plain.length).putInt(stored.length).putInt(toc.position());
    pack.putLong(twinCrc(stored, 0, stored.length));
    byte[] sum = buffer(8).putLong(twinCrc(plain, 0, plain.length)).array();
    pack.putLong(twinCrc(sum, 0, 8))
        .putLong(twinCrc(pack.array(), footer, 32))
        .put(ascii("INTPEND\n"));
    return pack.array();
  }

  /** The segment of that pack, its chunks sorted by fingerprint; some have an anchor. */
  static byte[] segment(long session, int number, int kind, int packLength, List<Chunk> frame) {
    byte[] plain = plain(frame);
    ByteBuffer segment = buffer(7 * 4096 + 16);
    segment.put(ascii("INTINDX\n")).putShort((short) 3).putShort((short) 4);
    segment.putInt(1).putLong(frame.size()).putLong(anchored(frame).size()).putInt(1);
    segment.putLong(56, twinCrc(segment.array(), 0, 56));
    segment.position(4096 + 8);
    segment.putLong(session).putInt(number).put((byte) kind).putLong(packLength);
    segment.position(2 * 4096 + 8);
    segment.putInt(0).putLong(32).putInt(plain.length).putInt(plain.length).put(new byte[4]);
    segment.putLong(twinCrc(plain, 0, plain.length));
    segment.position(3 * 4096 + 8);
    List<Chunk> sorted =
        frame.stream()
            .sorted((a, b) -> Arrays.compareUnsigned(a.fingerprint, b.fingerprint))
            .toList();
    for (Chunk chunk : sorted) {
      int offset = 0;
      for (Chunk before : frame.subList(0, frame.indexOf(chunk))) {
        offset += before.plain.length;
      }
      segment.put(chunk.fingerprint).putInt(0).putInt(offset).putInt(chunk.plain.length);
    }
    segment.position(4 * 4096 + 8);
    putFilter(segment, sorted);
    segment.position(5 * 4096 + 8);
    segment
        .putLong(word(sorted.getFirst()).longValue())
        .putLong(word(sorted.getLast()).longValue());
    segment.position(6 * 4096 + 8);
    anchored(frame).stream()
        .map(chunk -> anchor(chunk) >>> 24)
        .sorted()
        .forEach(
            anchor -> segment.putInt((int) (long) anchor).put((byte) (anchor >> 32)).putInt(0));
    ByteBuffer sums = buffer(6 * 8);
    for (int page = 1; page < 7; page++) {
      segment.putLong(page * 4096, twinCrc(segment.array(), page * 4096 + 8, 4088));
      sums.putLong(segment.getLong(page * 4096));
    }
    segment.position(7 * 4096);
    segment.putLong(twinCrc(sums.array(), 0, 48)).put(ascii("INTIEND\n"));
    return segment.array();
  }

  private static BigInteger word(Chunk chunk) {
    return new BigInteger(1, Arrays.copyOf(chunk.fingerprint, 8));
  }

  private static void putFilter(ByteBuffer segment, List<Chunk> sorted) {
    int buckets = (sorted.size() + 7) / 8;
    BigInteger first = word(sorted.getFirst());
    int shift = 0;
    while (word(sorted.getLast()).subtract(first).shiftRight(shift).intValue() >= buckets
        || word(sorted.getLast()).subtract(first).shiftRight(shift).bitLength() > 31) {
      shift++;
    }
    int[] ends = new int[buckets];
    for (Chunk chunk : sorted) {
      int bucket = word(chunk).subtract(first).shiftRight(shift).intValue();
      for (int i = bucket; i < buckets; i++) {
        ends[i]++;
      }
    }
    for (int end : ends) {
      segment.putShort((short) end);
    }
    for (Chunk chunk : sorted) {
      segment.putShort(word(chunk).subtract(first).shiftRight(shift - 16).shortValue());
    }
  }

  static byte[] storeHeader(byte[] id, int chunk, int frame, long pack, int level) {
    ByteBuffer header = buffer(64);
    header.put(ascii("INTSTOR\n")).putShort((short) 3).put(new byte[6]).put(id);
    header.putInt(chunk).putInt(frame).putLong(pack).putInt(level).putInt(0);
    return header.putLong(twinCrc(header.array(), 0, 56)).array();
  }

  static byte[] record(long number, byte[] payload) {
    ByteBuffer record = buffer(32 + payload.length + 8);
    record.put(ascii("INTRECD\n")).putShort((short) 2).putShort((short) 0).putInt(payload.length);
    record.putLong(number).putLong(twinCrc(record.array(), 0, 24)).put(payload);
    return record.putLong(twinCrc(record.array(), 0, 32 + payload.length)).array();
  }

  /** One pack in one state. */
  static byte[] condemned(long epoch, long session, int number, int state, long since) {
    ByteBuffer condemned = buffer(24 + 24 + 8);
    condemned.put(ascii("INTCOND\n")).putShort((short) 1).putShort((short) 0).putInt(1);
    condemned.putLong(epoch).putLong(session).putInt(number).put((byte) state);
    condemned.put(new byte[3]).putLong(since);
    return condemned.putLong(twinCrc(condemned.array(), 0, 48)).array();
  }
}
