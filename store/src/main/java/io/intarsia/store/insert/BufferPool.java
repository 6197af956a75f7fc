package io.intarsia.store.insert;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Arrays that are used again. Thread-safe. */
final class BufferPool {
  private final int maxIdle;
  private final int maxLength;
  private final ArrayDeque<byte[]> idle = new ArrayDeque<>();

  /**
   * @param maxIdle how many arrays to keep
   * @param maxLength longer ones are not kept
   */
  BufferPool(int maxIdle, int maxLength) {
    this.maxIdle = maxIdle;
    this.maxLength = maxLength;
  }

  /** An array of exactly that length, with any content. */
  byte[] take(int length) {
    byte[] found = poll(length);
    return found != null ? found : new byte[length];
  }

  private synchronized byte @Nullable [] poll(int length) {
    for (byte[] buffer : idle) {
      if (buffer.length == length) {
        idle.remove(buffer);
        return buffer;
      }
    }
    return null;
  }

  synchronized void give(byte[] buffer) {
    if (idle.size() < maxIdle && buffer.length <= maxLength) {
      idle.push(buffer);
    }
  }
}
