package io.intarsia.store;

/**
 * How much dead data gc leaves, so that it does not copy much to free little. In percent.
 *
 * @param rewriteBelow a pack of which less than this is live is rewritten in any case, 0 to 100
 * @param slack packs are rewritten, those with the largest dead share first, until what is left of
 *     dead bytes is at most this much of the live ones, 0 to 1000
 * @param auto gc runs by itself after a removal once this much of the store is dead, 1 to 100; 0:
 *     never
 */
public record GcPolicy(int rewriteBelow, int slack, int auto) {
  public static final GcPolicy DEFAULT = new GcPolicy(50, 3, 0);

  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  public GcPolicy {
    if (rewriteBelow < 0 || rewriteBelow > 100) {
      throw new IllegalArgumentException(
          "packs can be rewritten below 0 to 100 % live, not " + rewriteBelow);
    }
    if (slack < 0 || slack > 1000) {
      throw new IllegalArgumentException("gc can leave 0 to 1000 % dead bytes, not " + slack);
    }
    if (auto < 0 || auto > 100) {
      throw new IllegalArgumentException("gc can run by itself at 1 to 100 % dead, not " + auto);
    }
  }
}
