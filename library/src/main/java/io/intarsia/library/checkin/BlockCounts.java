package io.intarsia.library.checkin;

/**
 * What looking for known blocks among stored chunks brought and cost.
 *
 * @param matched blocks of 4 KiB that are stored as parts of chunks stored before
 * @param loadedFrames frames read for that
 */
public record BlockCounts(long matched, long loadedFrames) {
  static final BlockCounts NONE = new BlockCounts(0, 0);
}
