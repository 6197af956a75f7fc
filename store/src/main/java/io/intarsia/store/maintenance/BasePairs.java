package io.intarsia.store.maintenance;

/**
 * Which of a frame's bases each of its chunks resembles. The format does not say; each chunk has
 * one, and they stand in the order of the chunks, but for those that several chunks share.
 */
final class BasePairs {
  private BasePairs() {}

  /** The base of a chunk, by numbers; a guess where chunks share bases. */
  static int base(int chunk, int chunks, int bases) {
    return (int) ((long) chunk * Math.min(chunks, bases) / chunks);
  }
}
