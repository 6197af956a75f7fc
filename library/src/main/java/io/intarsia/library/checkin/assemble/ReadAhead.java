package io.intarsia.library.checkin.assemble;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tree on a thread of its own, some steps ahead of the one thread that takes them. That
 * thread is never interrupted: it would close the image's file.
 */
final class ReadAhead implements AutoCloseable {
  private static final int STEPS_PER_BATCH = 256;
  private static final int MAX_BATCHES = 16;
  private static final int WAIT_MILLIS = 20;

  /** A batch with more than that in names, attributes and links' targets is handed over early. */
  private static final int BATCH_BYTES = 1 << 20;

  private final ArrayBlockingQueue<List<TreeReader.@Nullable Found>> batches =
      new ArrayBlockingQueue<>(MAX_BATCHES);
  private final Thread thread;
  private List<TreeReader.@Nullable Found> filling = new ArrayList<>(STEPS_PER_BATCH);
  private int fillingBytes;
  private volatile boolean givenUp;
  private volatile @Nullable Throwable failure;

  private ReadAhead(TreeReader reader) {
    thread = Thread.ofPlatform().daemon().name("read-tree").unstarted(() -> run(reader));
  }

  static ReadAhead start(TreeReader reader) {
    ReadAhead ahead = new ReadAhead(reader);
    ahead.thread.start();
    return ahead;
  }

  /**
   * The next steps: an entry of the directory that was entered last, or null where that directory
   * ends. A directory is entered with its entry. An empty list is the end of the tree.
   *
   * @throws IOException the reader's own, or when this thread is interrupted
   */
  List<TreeReader.@Nullable Found> next() throws IOException {
    try {
      List<TreeReader.@Nullable Found> batch = batches.take();
      if (batch.isEmpty()) {
        throwFailure();
      }
      return batch;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private void throwFailure() throws IOException {
    switch (failure) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  private void run(TreeReader reader) {
    try {
      reader.read(this::add);
      hand(filling);
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
    }
    hand(List.of());
  }

  private void add(TreeReader.@Nullable Found step) throws IOException {
    filling.add(step);
    fillingBytes += step == null ? 0 : step.heldBytes();
    if (filling.size() == STEPS_PER_BATCH || fillingBytes > BATCH_BYTES) {
      hand(filling);
      filling = new ArrayList<>(STEPS_PER_BATCH);
      fillingBytes = 0;
    }
    if (givenUp) {
      throw new InterruptedIOException("the tree is not wanted any more");
    }
  }

  private void hand(List<TreeReader.@Nullable Found> batch) {
    try {
      while (!givenUp && !batches.offer(batch, WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        Thread.onSpinWait();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends the reading; returns when the file is not read any more. */
  @Override
  public void close() {
    givenUp = true;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
