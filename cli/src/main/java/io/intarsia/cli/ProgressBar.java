package io.intarsia.cli;

import io.intarsia.library.progress.Progress;
import java.io.PrintStream;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One line of a terminal, drawn anew ten times a second: a bar, the rate and the remaining time.
 */
final class ProgressBar implements Progress {
  private static final int REFRESH_MILLIS = 100;
  private static final int BAR_CELLS = 24;
  private static final int WHAT_CELLS = 24;
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintStream terminal;
  private final LongAdder done = new LongAdder();
  private @Nullable Thread painter;

  ProgressBar(PrintStream terminal) {
    this.terminal = terminal;
  }

  @Override
  public synchronized void begin(String what, long totalBytes) {
    end();
    done.reset();
    painter = Thread.ofPlatform().daemon().name("progress").start(() -> paint(what, totalBytes));
  }

  @Override
  public void advance(long bytes) {
    done.add(bytes);
  }

  @Override
  public synchronized void end() {
    Thread thread = painter;
    if (thread == null) {
      return;
    }
    painter = null;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    terminal.print(CLEAR_LINE);
    terminal.flush();
  }

  private void paint(String what, long totalBytes) {
    long start = System.nanoTime();
    try {
      while (true) {
        Thread.sleep(REFRESH_MILLIS);
        long sum = done.sum();
        terminal.print(CLEAR_LINE + shortened(what) + " " + bar(sum, totalBytes));
        terminal.print(figures(sum, totalBytes, System.nanoTime() - start));
        terminal.flush();
      }
    } catch (InterruptedException e) {
      // the stage has ended
    }
  }

  private static String bar(long done, long total) {
    if (total <= 0) {
      return "";
    }
    int filled = (int) (BAR_CELLS * (double) Math.min(done, total) / total);
    return "█".repeat(filled) + "░".repeat(BAR_CELLS - filled) + " ";
  }

  /** How far, how fast and how long still. */
  static String figures(long done, long total, long nanos) {
    long rate = (long) (done / Math.max(nanos / 1e9, 1e-3));
    StringBuilder line = new StringBuilder();
    if (total > 0) {
      line.append((long) (100.0 * Math.min(done, total) / total)).append(" %  ");
    }
    line.append(Sizes.text(done)).append("  ").append(Sizes.text(rate)).append("/s");
    if (total > done && rate > 0) {
      line.append("  ").append(duration((total - done) / rate)).append(" left");
    }
    return line.toString();
  }

  private static String shortened(String what) {
    return what.length() <= WHAT_CELLS ? what : what.substring(0, WHAT_CELLS - 1) + "…";
  }

  /** {@code 7 s}, {@code 3:05 min}, {@code 2:15 h}. */
  static String duration(long seconds) {
    if (seconds < 60) {
      return seconds + " s";
    }
    long minutes = seconds / 60;
    return minutes < 60
        ? minutes + ":" + twoDigits(seconds % 60) + " min"
        : minutes / 60 + ":" + twoDigits(minutes % 60) + " h";
  }

  private static String twoDigits(long n) {
    return n < 10 ? "0" + n : Long.toString(n);
  }
}
