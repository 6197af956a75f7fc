package io.intarsia.store.insert;

/**
 * Whether it pays to try what new chunks are said to resemble, from how it turned out so far: after
 * frames that gained nothing from their bases, chunks go without for a while, longer each time, so
 * that an image whose files have old names and new contents costs little more than one that
 * resembles nothing. Thread-safe.
 */
final class BaseTrust {
  /** Frames in a row without gain after which one pauses. */
  private static final int PATIENCE = 2;

  private static final int FIRST_PAUSE = 4;
  private static final int LONGEST_PAUSE = 128;

  private final long firstPause;
  private final long longestPause;
  private int failures;
  private long nextPause;
  private long pause;

  /**
   * @param frameSize of the store, in bytes
   */
  BaseTrust(int frameSize) {
    this.firstPause = (long) FIRST_PAUSE * frameSize;
    this.longestPause = (long) LONGEST_PAUSE * frameSize;
    this.nextPause = firstPause;
  }

  /** Whether a new chunk of that length is to be compressed after another one. */
  synchronized boolean allows(int length) {
    if (pause <= 0) {
      return true;
    }
    pause -= length;
    return false;
  }

  /** A frame was compressed after its bases. */
  synchronized void turnedOut(boolean well) {
    if (well) {
      failures = 0;
      nextPause = firstPause;
    } else if (++failures >= PATIENCE && pause <= 0) {
      pause = nextPause;
      nextPause = Math.min(2 * nextPause, longestPause);
    }
  }
}
