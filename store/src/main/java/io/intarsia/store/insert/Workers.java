package io.intarsia.store.insert;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/**
 * Where the work runs that goes on beside the thread that writes to a store. What runs there does
 * nothing else to the store than to write packs, so the caller's own thread will do.
 *
 * @param compressors for compression that has no executor of its own
 * @param sealers for the sealing of packs, which waits for the disk
 */
public record Workers(Executor compressors, Executor sealers) {
  /** Threads beside the caller's. */
  public static final Workers THREADS =
      new Workers(task -> ForkJoinPool.commonPool().execute(task), Workers::start);

  private static void start(Runnable task) {
    Thread.ofPlatform().daemon().name("seal").start(task);
  }
}
