package io.intarsia.store.frame;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.ArrayDeque;

/** Compresses and decompresses with contexts that are used again. Thread-safe. */
public final class FrameCodec implements AutoCloseable {
  /** A frame is stored as it is unless zstd saves at least this part of it. */
  private static final int LEAST_SAVING = 64;

  /**
   * Logarithm of the longest frame: matches are sought in all of a frame. The lowest levels would
   * look back 1 MiB; zstd takes a shorter window by itself where a frame is shorter.
   */
  private static final int WINDOW_LOG = 23;

  private static final int MAX_IDLE = 16;

  /**
   * zstd takes no more of a prefix into a table than eight times its entries. The lowest levels
   * have tables too small for the prefix of a frame; the others have what they need by themselves.
   */
  private static final int TABLE_PER_PREFIX_LOG = 3;

  private static final int LEAST_TABLE_LOG = 18;
  private static final int LAST_LOW_LEVEL = 4;

  private final int level;
  private final ArrayDeque<ZstdCompressCtx> compressors = new ArrayDeque<>();
  private final ArrayDeque<ZstdDecompressCtx> decompressors = new ArrayDeque<>();
  private boolean closed;

  /**
   * @param level of zstd, for compression
   */
  public FrameCodec(int level) {
    this.level = level;
  }

  /**
   * Compresses.
   *
   * @param into at least {@code Zstd.compressBound(length)} bytes
   * @return compressed length; -1 if that saves too little
   */
  public int compress(byte[] plain, int length, byte[] into) {
    ZstdCompressCtx context = takeCompressor();
    try {
      int stored = context.compressByteArray(into, 0, into.length, plain, 0, length);
      return stored <= length - length / LEAST_SAVING - 1 ? stored : -1;
    } finally {
      give(context);
    }
  }

  /**
   * Decompresses.
   *
   * @return plain length; -1 if the bytes are not a zstd frame or more than {@code plainLength}
   */
  public int decompress(byte[] stored, int offset, int length, byte[] into, int plainLength) {
    ZstdDecompressCtx context = takeDecompressor();
    try {
      return context.decompressByteArray(into, 0, plainLength, stored, offset, length);
    } catch (ZstdException e) {
      return -1;
    } finally {
      give(context);
    }
  }

  /**
   * Compresses after a prefix, in which matches are sought too.
   *
   * @param prefix not empty; begins with a zero, lest zstd take it for a trained dictionary
   * @param into has room from {@code offset} on
   * @return compressed length; -1 if that, with {@code offset} bytes before, saves too little
   */
  public int compress(byte[] prefix, byte[] plain, int length, byte[] into, int offset) {
    try (ZstdCompressCtx context = new ZstdCompressCtx()) {
      context.setLevel(level).setWindowLog(WINDOW_LOG);
      if (level <= LAST_LOW_LEVEL) {
        int table = Math.max(LEAST_TABLE_LOG, log2(prefix.length) - TABLE_PER_PREFIX_LOG);
        context.setHashLog(table).setChainLog(table);
      }
      context.loadDict(prefix);
      int room = into.length - offset;
      int stored = context.compressByteArray(into, offset, room, plain, 0, length);
      return offset + stored <= length - length / LEAST_SAVING - 1 ? stored : -1;
    } catch (ZstdException e) {
      return -1; // it does not fit, so nothing is saved
    }
  }

  private static int log2(int length) {
    return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(length);
  }

  /**
   * Decompresses what was compressed after a prefix.
   *
   * @param prefix the very same
   * @return plain length; -1 if the bytes are not a zstd frame or more than {@code plainLength}
   */
  public int decompress(
      byte[] prefix, byte[] stored, int offset, int length, byte[] into, int plainLength) {
    try (ZstdDecompressCtx context = new ZstdDecompressCtx()) {
      context.loadDict(prefix);
      return context.decompressByteArray(into, 0, plainLength, stored, offset, length);
    } catch (ZstdException e) {
      return -1;
    }
  }

  private ZstdCompressCtx takeCompressor() {
    synchronized (this) {
      ZstdCompressCtx idle = compressors.poll();
      if (idle != null) {
        return idle;
      }
    }
    return new ZstdCompressCtx().setLevel(level).setWindowLog(WINDOW_LOG);
  }

  private ZstdDecompressCtx takeDecompressor() {
    synchronized (this) {
      ZstdDecompressCtx idle = decompressors.poll();
      if (idle != null) {
        return idle;
      }
    }
    return new ZstdDecompressCtx();
  }

  private synchronized void give(ZstdCompressCtx context) {
    if (closed || compressors.size() >= MAX_IDLE) {
      context.close();
    } else {
      compressors.push(context);
    }
  }

  private synchronized void give(ZstdDecompressCtx context) {
    if (closed || decompressors.size() >= MAX_IDLE) {
      context.close();
    } else {
      decompressors.push(context);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    compressors.forEach(ZstdCompressCtx::close);
    compressors.clear();
    decompressors.forEach(ZstdDecompressCtx::close);
    decompressors.clear();
  }
}
