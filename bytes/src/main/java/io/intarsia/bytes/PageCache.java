package io.intarsia.bytes;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A bounded cache of byte arrays by number. It keeps four candidates per place and drops the one
 * that was used the longest time ago. Lock-free: two threads that miss the same page both load it.
 */
public final class PageCache {
  private static final int WAYS = 4;

  /** 2^64 divided by the golden ratio: spreads neighbouring numbers. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private final AtomicReferenceArray<@Nullable Page> pages;
  private final AtomicInteger clock = new AtomicInteger();
  private final int shift;

  private static final class Page {
    final long number;
    final byte[] bytes;

    /** Races lose a use at worst. */
    int lastUse;

    Page(long number, byte[] bytes, int now) {
      this.number = number;
      this.bytes = bytes;
      this.lastUse = now;
    }
  }

  /**
   * @param capacity at most so many pages, rounded down to a power of two but at least 4; the
   *     caller bounds the memory by it
   */
  public PageCache(int capacity) {
    int sets = Integer.highestOneBit(Math.max(1, capacity / WAYS));
    this.pages = new AtomicReferenceArray<>(sets * WAYS);
    this.shift = Long.SIZE - Integer.numberOfTrailingZeros(sets);
  }

  /** The page, or null when it is not here. Not to be changed by the caller. */
  public byte @Nullable [] get(long number) {
    int first = firstOf(number);
    for (int i = first; i < first + WAYS; i++) {
      Page page = pages.get(i);
      if (page != null && page.number == number) {
        page.lastUse = clock.incrementAndGet();
        return page.bytes;
      }
    }
    return null;
  }

  /** Keeps a page; the array must not change any more. */
  public void put(long number, byte[] bytes) {
    int now = clock.incrementAndGet();
    int victim = firstOf(number);
    int longest = -1;
    for (int i = firstOf(number), end = i + WAYS; i < end; i++) {
      Page page = pages.get(i);
      int age = page == null ? Integer.MAX_VALUE : now - page.lastUse;
      if (age > longest) {
        longest = age;
        victim = i;
      }
    }
    pages.set(victim, new Page(number, bytes, now));
  }

  private int firstOf(long number) {
    // A shift by 64 would be a shift by 0.
    return shift == Long.SIZE ? 0 : (int) ((number * SPREAD) >>> shift) * WAYS;
  }
}
