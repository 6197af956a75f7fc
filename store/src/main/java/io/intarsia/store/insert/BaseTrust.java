package io.intarsia.store.insert;

/**
 * Whether it pays to try what new chunks are said to resemble, from how it turned out so far: after
 * frames that gained nothing from their bases, chunks go without for a while, and then only as many
 * are tried as make a frame, so that an image whose files have old names and new contents costs
 * little more than one that resembles nothing. Thread-safe.
 */
final class BaseTrust {
  /** Frames in a row without gain after which one pauses. */
  private static final int PATIENCE = 2;

  private static final int FIRST_PAUSE = 4;
  private static final int LONGEST_PAUSE = 128;

  private final long frameSize;
  private int failures;
  private long nextPause;

  /** Bytes that go without bases from here on. */
  private long pause;

  /** Bytes that are tried then, before it is known how that turned out. */
  private long trial;

  /**
   * @param frameSize of the store, in bytes
   */
  BaseTrust(int frameSize) {
    this.frameSize = frameSize;
    this.nextPause = FIRST_PAUSE * this.frameSize;
  }

  /** Whether a new chunk of that length is to be compressed after another one. */
  synchronized boolean allows(int length) {
    if (failures < PATIENCE) {
      return true;
    }
    if (pause > 0) {
      pause -= length;
      return false;
    }
    trial -= length;
    return trial >= 0;
  }

  /** A frame was compressed after its bases. */
  synchronized void turnedOut(boolean well) {
    if (well) {
      failures = 0;
      nextPause = FIRST_PAUSE * frameSize;
      pause = 0;
    } else if (++failures >= PATIENCE && pause <= 0) {
      pause = nextPause;
      nextPause = Math.min(2 * nextPause, LONGEST_PAUSE * frameSize);
      // a frame is compressed when the next chunk has no room in it
      trial = 2 * frameSize;
    }
  }
}
