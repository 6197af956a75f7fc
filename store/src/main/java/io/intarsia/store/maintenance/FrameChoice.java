package io.intarsia.store.maintenance;

import io.intarsia.store.PackId;
import java.util.Set;

/**
 * Which frames are read. Each frame has a number that its pack and its place in it decide, spread
 * over all of 64 bits; a sample takes those in a range, which goes on at 0 after the largest. So
 * samples of adjoining ranges have no frame in common and cover all in the end.
 */
final class FrameChoice {
  private static final double ALL = 0x1p64;

  private final boolean all;
  private final long start;
  private final long width;
  private final Set<PackId> whole;

  /**
   * @param percent of the frames, 0 to 100
   * @param start where the range begins
   * @param whole packs of which all frames are taken
   */
  FrameChoice(double percent, long start, Set<PackId> whole) {
    this.all = percent >= 100;
    this.start = start;
    this.width = width(percent);
    this.whole = whole;
  }

  private static long width(double percent) {
    double exact = percent / 100 * ALL;
    // a double above the range of long, as an unsigned number
    return exact < 0x1p63 ? (long) exact : (long) (exact - 0x1p63) + Long.MIN_VALUE;
  }

  /** Where the range that adjoins this one begins. */
  long end() {
    return start + width;
  }

  boolean takes(PackId pack, int frame) {
    return all
        || whole.contains(pack)
        || Long.compareUnsigned(number(pack, frame) - start, width) < 0;
  }

  /** The finalizer of SplitMix64, once for the pack and once for the frame. */
  private static long number(PackId pack, int frame) {
    return mix(mix(pack.session() + 0x9E37_79B9_7F4A_7C15L * pack.number()) + frame);
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return mixed ^ (mixed >>> 31);
  }
}
