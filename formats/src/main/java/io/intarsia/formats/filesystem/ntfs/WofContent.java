package io.intarsia.formats.filesystem.ntfs;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.PageCache;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;

/**
 * The bytes of a file that Windows compressed as a whole (CompactOS): chunks in a stream of their
 * own, after a table of where each but the first begins.
 */
final class WofContent implements ByteSource {
  private static final int CACHED_CHUNKS = 32;
  private static final int PROVIDER = 4;
  private static final int ALGORITHM = 12;
  private static final int DATA_SIZE = 16;
  private static final int FILE_PROVIDER = 2;
  private static final int LZX = 1;

  private final ByteSource packed;
  private final long size;
  private final int chunkSize;
  private final boolean lzx;
  private final int entrySize;
  private final long tableSize;
  private final PageCache chunks = new PageCache(CACHED_CHUNKS);

  private WofContent(ByteSource packed, long size, int chunkSize, boolean lzx) {
    this.packed = packed;
    this.size = size;
    this.chunkSize = chunkSize;
    this.lzx = lzx;
    this.entrySize = size > 0xFFFF_FFFFL ? Long.BYTES : Integer.BYTES;
    this.tableSize = (Math.ceilDiv(size, chunkSize) - 1) * entrySize;
  }

  /**
   * @param packed the stream of chunks
   * @param size of the file, positive
   */
  static WofContent open(ReparsePoint point, ByteSource packed, long size) throws IOException {
    byte[] data = point.data();
    boolean known = data.length >= DATA_SIZE && LittleEndian.i32(data, PROVIDER) == FILE_PROVIDER;
    int algorithm = known ? LittleEndian.i32(data, ALGORITHM) : -1;
    int chunkSize =
        switch (algorithm) {
          case 0 -> 4 << 10;
          case LZX -> 32 << 10;
          case 2 -> 8 << 10;
          case 3 -> 16 << 10;
          default -> throw new UnsupportedException(packed.description(), "WOF: " + algorithm);
        };
    WofContent content = new WofContent(packed, size, chunkSize, algorithm == LZX);
    if (content.tableSize > packed.size()) {
      throw new MalformedException(packed.description(), "table of chunks beyond its end");
    }
    return content;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public String description() {
    return packed.description();
  }

  @Override
  public void read(long offset, byte[] target, int targetOffset, int length) throws IOException {
    Ranges.check(this, offset, length);
    int done = 0;
    while (done < length) {
      long number = (offset + done) / chunkSize;
      int inChunk = (int) ((offset + done) % chunkSize);
      byte[] chunk = chunk(number);
      int n = Math.min(length - done, chunk.length - inChunk);
      System.arraycopy(chunk, inChunk, target, targetOffset + done, n);
      done += n;
    }
  }

  private byte[] chunk(long number) throws IOException {
    byte[] chunk = chunks.get(number);
    if (chunk == null) {
      chunk = decompress(number);
      chunks.put(number, chunk);
    }
    return chunk;
  }

  private byte[] decompress(long number) throws IOException {
    int plain = (int) Math.min(chunkSize, size - number * chunkSize);
    long from = number == 0 ? 0 : place(number - 1);
    boolean last = number == Math.ceilDiv(size, chunkSize) - 1;
    long to = last ? packed.size() - tableSize : place(number);
    if (from < 0 || to <= from || to - from > plain || to > packed.size() - tableSize) {
      throw new MalformedException(description(), "place of chunk " + number);
    }
    byte[] bytes = packed.read(tableSize + from, (int) (to - from));
    if (bytes.length == plain) {
      return bytes;
    }
    byte[] target = new byte[plain];
    boolean sound =
        lzx
            ? Lzx.decompress(bytes, bytes.length, target)
            : XpressHuffman.decompress(bytes, bytes.length, target);
    if (!sound) {
      throw new MalformedException(description(), "chunk " + number + " is damaged");
    }
    return target;
  }

  private long place(long entry) throws IOException {
    byte[] bytes = packed.read(entry * entrySize, entrySize);
    return entrySize == Long.BYTES ? LittleEndian.i64(bytes, 0) : LittleEndian.u32(bytes, 0);
  }

  /** Nothing is held. */
  @Override
  public void close() {}
}
