package io.intarsia.store;

import io.intarsia.store.index.Compaction;
import io.intarsia.store.session.Coordination;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Merges segments of the index in the background: begun when a check-in begins, or publishes much,
 * so that it runs while that reads and compresses. Thread-safe.
 */
final class IndexMerging {
  private final StoreParts parts;
  private @Nullable FutureTask<?> running;

  IndexMerging(StoreParts parts) {
    this.parts = parts;
  }

  /** Begins a merge if there are too many segments and none is under way. */
  synchronized void startIfDue() {
    boolean idle = running == null || running.isDone();
    if (idle && Compaction.isDue(parts.index().view())) {
      FutureTask<?> task = new FutureTask<>(this::merge, null);
      running = task;
      parts.workers().sealers().execute(task);
    }
  }

  private void merge() {
    try (var _ = parts.coordination().lock(Coordination.Lock.INDEX)) {
      while (Compaction.isDue(parts.index().refresh())) {
        Compaction.run(parts.blobs(), parts.index().view(), parts.segmentNames());
      }
    } catch (IOException e) {
      // nothing is lost: look-ups ask more segments, and whoever reads what is damaged reports it
      return;
    }
  }

  /** Waits for the merge under way. */
  void await() {
    FutureTask<?> task;
    synchronized (this) {
      task = running;
    }
    if (task == null) {
      return;
    }
    try {
      task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
