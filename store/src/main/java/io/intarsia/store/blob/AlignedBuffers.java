package io.intarsia.store.blob;

import io.intarsia.bytes.DirectFile;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Buffers for direct writing that are used again. Thread-safe. */
final class AlignedBuffers {
  private static final int LENGTH = 1 << 20;

  private final ArrayDeque<ByteBuffer> idle = new ArrayDeque<>();

  /** An empty buffer. */
  ByteBuffer take() {
    ByteBuffer found = poll();
    return found == null ? DirectFile.buffer(LENGTH) : found.clear();
  }

  private synchronized @Nullable ByteBuffer poll() {
    return idle.poll();
  }

  synchronized void give(ByteBuffer buffer) {
    idle.push(buffer);
  }
}
