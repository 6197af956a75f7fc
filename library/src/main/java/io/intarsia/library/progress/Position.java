package io.intarsia.library.progress;

import java.util.concurrent.atomic.AtomicLong;

/** Tells progress of work that says how far it is, which begins when it first does. Any thread. */
public final class Position {
  private final Progress progress;
  private final String what;
  private final AtomicLong told = new AtomicLong(-1);

  /**
   * @param what for people, as in {@link Progress#begin}
   */
  public Position(Progress progress, String what) {
    this.progress = progress;
    this.what = what;
  }

  /** So many bytes of so many are done. */
  public void reached(long bytes, long ofBytes) {
    long before = told.getAndSet(bytes);
    if (before < 0) {
      progress.begin(what, ofBytes);
    }
    progress.advance(bytes - Math.max(0, before));
  }
}
