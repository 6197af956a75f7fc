package io.intarsia.store.read;

import io.intarsia.store.FrameId;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Plain frames, the least recently used dropped first. A frame that several threads want at once is
 * read once. Thread-safe.
 */
final class FrameCache {
  private final PackReader packs;
  private final long maxBytes;
  private final LinkedHashMap<FrameId, byte[]> frames = new LinkedHashMap<>(64, 0.75f, true);
  private final Map<FrameId, CompletableFuture<byte[]>> loading = new HashMap<>();
  private long bytes;

  /**
   * @param maxBytes of plain frames to keep
   */
  FrameCache(PackReader packs, long maxBytes) {
    this.packs = packs;
    this.maxBytes = maxBytes;
  }

  /** The plain bytes of a frame, which the caller leaves unchanged. */
  byte[] get(FrameId frame) throws IOException {
    CompletableFuture<byte[]> mine = new CompletableFuture<>();
    CompletableFuture<byte[]> others;
    synchronized (this) {
      byte[] known = frames.get(frame);
      if (known != null) {
        return known;
      }
      others = loading.putIfAbsent(frame, mine);
    }
    return others == null ? load(frame, mine) : await(others);
  }

  private byte[] load(FrameId frame, CompletableFuture<byte[]> result) throws IOException {
    try {
      byte[] plain = new byte[frame.plainLength()];
      packs.read(frame, plain);
      keep(frame, plain);
      result.complete(plain);
      return plain;
    } catch (IOException | RuntimeException | Error e) {
      result.completeExceptionally(e);
      throw e;
    } finally {
      synchronized (this) {
        loading.remove(frame);
      }
    }
  }

  private static byte[] await(CompletableFuture<byte[]> result) throws IOException {
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private synchronized void keep(FrameId frame, byte[] plain) {
    if (frames.put(frame, plain) == null) {
      bytes += plain.length;
    }
    while (bytes > maxBytes && frames.size() > 1) {
      Map.Entry<FrameId, byte[]> eldest = frames.firstEntry();
      frames.remove(eldest.getKey());
      bytes -= eldest.getValue().length;
    }
  }
}
