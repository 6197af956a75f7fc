package io.intarsia.library.workspace;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Work that several threads do ahead of the one that takes what they made, in the order in which it
 * was asked for. A bounded number is under way. Used by one thread.
 */
public final class Ahead<T> implements AutoCloseable {
  /** So that neither many processors nor long chunks make the buffers outgrow the heap. */
  private static final int MAX_BUFFER_BYTES = 64 << 20;

  private final ExecutorService threads;
  private final int maxUnderWay;
  private final Taker<T> taker;
  private final ArrayDeque<Future<T>> underWay = new ArrayDeque<>();

  /** Takes what was made, in order. */
  @FunctionalInterface
  public interface Taker<T> {
    void take(T made) throws IOException;
  }

  /**
   * @param maxUnderWay pieces of work, at least 1
   */
  public Ahead(ExecutorService threads, int maxUnderWay, Taker<T> taker) {
    this.threads = threads;
    this.maxUnderWay = maxUnderWay;
    this.taker = taker;
  }

  /**
   * How many pieces of work may be under way that have a buffer each.
   *
   * @param wanted as many as the processors could use
   * @param bufferBytes of one, at most 64 MiB
   */
  public static int withBuffers(int wanted, int bufferBytes) {
    return Math.min(wanted, MAX_BUFFER_BYTES / bufferBytes);
  }

  /** Takes finished work until more can be submitted. */
  public void makeRoom() throws IOException {
    while (underWay.size() >= maxUnderWay) {
      takeFirst();
    }
  }

  /** Submits work, after {@link #makeRoom}. */
  public void submit(Callable<T> work) throws IOException {
    makeRoom();
    underWay.add(threads.submit(work));
  }

  /** Takes all that is under way. */
  public void drain() throws IOException {
    boolean more;
    do {
      more = takeFirst();
    } while (more);
  }

  /** Takes what was submitted first; false when nothing is under way. */
  public boolean takeFirst() throws IOException {
    Future<T> first = underWay.poll();
    if (first == null) {
      return false;
    }
    taker.take(Threads.await(first));
    return true;
  }

  /** Gives up what has not begun. */
  @Override
  public void close() {
    for (Future<T> future : underWay) {
      future.cancel(false);
    }
  }
}
