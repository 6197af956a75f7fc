package io.intarsia.formats.filesystem.fat;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many links of chains may be followed on one volume, exFAT's included: many times what all
 * sound chains together have, so that files which share one long chain cost no more than that. Safe
 * for use by several threads at once.
 */
public final class ChainBudget {
  private static final long TIMES = 256;
  private static final long BASE = 1 << 20;

  private final AtomicLong left;

  /**
   * Creates one.
   *
   * @param clusters of the volume
   */
  public ChainBudget(long clusters) {
    this.left = new AtomicLong(clusters * TIMES + BASE);
  }

  /** Takes one; false when nothing is left. */
  public boolean take() {
    return left.decrementAndGet() >= 0;
  }
}
