package io.intarsia.cli;

import io.intarsia.library.progress.Progress;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** A line every ten seconds, for logs; nothing for what is done before. */
final class ProgressLines implements Progress {
  private static final long PERIOD_NANOS = 10_000_000_000L;

  private final PrintStream log;
  private final LongAdder done = new LongAdder();
  private final AtomicLong next = new AtomicLong();
  private volatile String what = "";
  private volatile long total = -1;
  private volatile long start;

  ProgressLines(PrintStream log) {
    this.log = log;
  }

  @Override
  public void begin(String what, long totalBytes) {
    this.what = what;
    this.total = totalBytes;
    done.reset();
    start = System.nanoTime();
    next.set(start + PERIOD_NANOS);
  }

  @Override
  public void advance(long bytes) {
    done.add(bytes);
    long now = System.nanoTime();
    long due = next.get();
    if (now - due >= 0 && next.compareAndSet(due, now + PERIOD_NANOS)) {
      log.println("intarsia: " + what + ": " + ProgressBar.figures(done.sum(), total, now - start));
    }
  }

  @Override
  public void end() {
    next.set(System.nanoTime() + PERIOD_NANOS);
  }
}
