package io.intarsia.library.checkout;

import io.intarsia.library.workspace.Threads;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Goes through a disk in steps on as many threads as there are processors, a bounded way ahead of
 * the one that takes what they made, in the order of the disk.
 */
final class DiskSteps<T> {
  /** Bytes of a step, and what each is a multiple of. */
  static final int STEP_BYTES = 1 << 20;

  private static final int STEPS_AHEAD = 2 * Runtime.getRuntime().availableProcessors();

  private final Maker<T> maker;
  private final Taker<T> taker;
  private final ArrayDeque<Future<T>> ahead = new ArrayDeque<>();

  /** Makes something of a step; for several threads. */
  @FunctionalInterface
  interface Maker<T> {
    T make(long start, int length) throws IOException;
  }

  /** Takes what was made, in order. */
  @FunctionalInterface
  interface Taker<T> {
    void take(T made) throws IOException;
  }

  /** Says where data may begin, at or after a place; the disk's size for nowhere. */
  @FunctionalInterface
  interface Data {
    long next(long from) throws IOException;
  }

  DiskSteps(Maker<T> maker, Taker<T> taker) {
    this.maker = maker;
    this.taker = taker;
  }

  /** Goes through all steps in which there may be data. */
  void run(long diskSize, Data data) throws IOException {
    ExecutorService threads = Threads.start("check-out");
    try {
      long pos = data.next(0);
      while (pos < diskSize) {
        long start = pos - pos % STEP_BYTES;
        int length = (int) Math.min(STEP_BYTES, diskSize - start);
        ahead.add(threads.submit(() -> maker.make(start, length)));
        if (ahead.size() > STEPS_AHEAD) {
          taker.take(Threads.await(ahead.remove()));
        }
        pos = start + length == diskSize ? diskSize : data.next(start + length);
      }
      while (!ahead.isEmpty()) {
        taker.take(Threads.await(ahead.remove()));
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
