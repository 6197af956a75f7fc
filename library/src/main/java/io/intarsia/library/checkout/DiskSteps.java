package io.intarsia.library.checkout;

import io.intarsia.library.workspace.Ahead;
import io.intarsia.library.workspace.Threads;
import java.io.IOException;
import java.util.concurrent.ExecutorService;

/**
 * Goes through a disk in steps on as many threads as there are processors, a bounded way ahead of
 * the one that takes what they made, in the order of the disk.
 */
final class DiskSteps<T> {
  /** Bytes of a step, and what each is a multiple of. */
  static final int STEP_BYTES = 1 << 20;

  private static final int STEPS_AHEAD = 2 * Runtime.getRuntime().availableProcessors();

  private final Maker<T> maker;
  private final Ahead.Taker<T> taker;

  /** Makes something of a step; for several threads. */
  @FunctionalInterface
  interface Maker<T> {
    T make(long start, int length) throws IOException;
  }

  /** Says where data may begin, at or after a place; the disk's size for nowhere. */
  @FunctionalInterface
  interface Data {
    long next(long from) throws IOException;
  }

  DiskSteps(Maker<T> maker, Ahead.Taker<T> taker) {
    this.maker = maker;
    this.taker = taker;
  }

  /** Goes through all steps in which there may be data. */
  void run(long diskSize, Data data) throws IOException {
    ExecutorService threads = Threads.start("check-out");
    try (Ahead<T> ahead = new Ahead<>(threads, STEPS_AHEAD, taker)) {
      long pos = data.next(0);
      while (pos < diskSize) {
        long start = pos - pos % STEP_BYTES;
        int length = (int) Math.min(STEP_BYTES, diskSize - start);
        ahead.submit(() -> maker.make(start, length));
        pos = start + length == diskSize ? diskSize : data.next(start + length);
      }
      ahead.drain();
    } finally {
      threads.shutdownNow();
    }
  }
}
