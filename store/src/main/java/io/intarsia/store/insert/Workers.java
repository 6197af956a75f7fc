package io.intarsia.store.insert;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/**
 * Where the work runs that goes on beside the thread that writes to a store. What runs there writes
 * packs or merges the index and holds nothing that the caller waits for, so the caller's own thread
 * will do.
 *
 * @param compressors for compression that has no executor of its own
 * @param sealers for the sealing of packs, which waits for the disk, and for merges of the index
 */
public record Workers(Executor compressors, Executor sealers) {
  /** Threads beside the caller's. */
  public static final Workers THREADS =
      new Workers(task -> ForkJoinPool.commonPool().execute(task), Workers::start);

  private static void start(Runnable task) {
    Thread.ofPlatform().daemon().name("seal").start(task);
  }
}
