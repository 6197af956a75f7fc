package io.intarsia.library.workspace;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Threads for work that is bound by the processors: one each. Platform threads, since hashing and
 * compressing never wait, and native calls would pin virtual ones.
 */
public final class Threads {
  private Threads() {}

  /**
   * Waits for a result.
   *
   * @throws IOException the work's own, or when this thread is interrupted
   */
  public static <T> T await(Future<T> future) throws IOException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error; // that of a process without memory is no fault of what was read
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /**
   * Does on a daemon thread of its own what will be needed soon and can be done twice. What fails
   * there fails again for whoever needs it, who tells.
   */
  public static void ahead(String name, Runnable work) {
    Thread.ofPlatform()
        .daemon()
        .name(name)
        .uncaughtExceptionHandler((thread, failure) -> {})
        .start(work);
  }

  public static ExecutorService start(String name) {
    return start(name, Runtime.getRuntime().availableProcessors());
  }

  /** The same, as many as are asked for. */
  public static ExecutorService start(String name, int count) {
    return Executors.newFixedThreadPool(
        count, Thread.ofPlatform().daemon().name(name + "-", 0).factory());
  }
}
