package io.intarsia.store.maintenance;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Work for several threads that one thread hands out, and the buffers that it fills for them. Only
 * so much is under way that they never wait for it nor it for memory. A single thread's work is
 * done at once by who hands it out.
 */
final class CheckQueue implements AutoCloseable {
  /**
   * At four megabytes each, 64 MB: the disk goes on while the threads are slow for a moment, and
   * the other way round.
   */
  private static final int MIN_UNDER_WAY = 16;

  /** 96 MB, however many threads there are. */
  private static final int MAX_UNDER_WAY = 24;

  private final @Nullable ExecutorService threads;
  private final Semaphore permits;
  private final int maxUnderWay;
  private final int bufferLength;
  private final ArrayDeque<byte[]> buffers = new ArrayDeque<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  CheckQueue(int threadCount, int bufferLength) {
    this.threads =
        threadCount == 1
            ? null
            : Executors.newFixedThreadPool(
                threadCount, Thread.ofPlatform().daemon().name("verify-", 0).factory());
    this.maxUnderWay = Math.clamp(2 * threadCount + 2, MIN_UNDER_WAY, MAX_UNDER_WAY);
    this.permits = new Semaphore(maxUnderWay);
    this.bufferLength = bufferLength;
  }

  /** A buffer of at least {@code length} bytes. */
  synchronized byte[] takeBuffer(int length) {
    byte[] free = length > bufferLength ? null : buffers.poll();
    return free != null ? free : new byte[Math.max(length, bufferLength)];
  }

  synchronized void giveBuffer(byte[] buffer) {
    if (buffer.length == bufferLength) {
      buffers.push(buffer);
    }
  }

  /**
   * Hands out a piece of work, when there is room for it.
   *
   * @throws IOException what work handed out before has thrown
   */
  void submit(Callable<?> work) throws IOException {
    acquire(1);
    if (threads == null) {
      run(work);
    } else {
      threads.execute(() -> run(work));
    }
  }

  private void run(Callable<?> work) {
    try {
      work.call();
    } catch (Exception | Error e) {
      failure.compareAndSet(null, e);
    } finally {
      permits.release();
    }
  }

  /** Waits until all is done. */
  void await() throws IOException {
    acquire(maxUnderWay);
    permits.release(maxUnderWay);
  }

  private void acquire(int count) throws IOException {
    try {
      permits.acquire(count);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while verifying", e);
    }
    switch (failure.get()) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (threads != null) {
      threads.shutdownNow();
      threads.close();
    }
  }
}
