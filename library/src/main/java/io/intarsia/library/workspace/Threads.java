package io.intarsia.library.workspace;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Threads for work that is bound by the processors: one each. Platform threads, since hashing and
 * compressing never wait, and native calls would pin virtual ones.
 */
public final class Threads {
  private Threads() {}

  public static ExecutorService start(String name) {
    return Executors.newFixedThreadPool(
        Runtime.getRuntime().availableProcessors(),
        Thread.ofPlatform().daemon().name(name + "-", 0).factory());
  }
}
