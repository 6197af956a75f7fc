package io.intarsia.bytes;

import java.util.Arrays;
import java.util.Random;

/** Random numbers whose seed is printed; {@code -Dintarsia.seed=N} replays a run. */
final class SeededRandom {
  private SeededRandom() {}

  static Random create() {
    long seed = Long.getLong("intarsia.seed", System.nanoTime());
    System.out.println("intarsia.seed=" + seed);
    return new Random(seed);
  }

  /** Runs of random bytes and of zeros, mostly of many sectors. */
  static byte[] sparseBytes(Random random, int size) {
    byte[] bytes = new byte[size];
    int at = 0;
    while (at < size) {
      int length = Math.min(size - at, 1 + random.nextInt(random.nextBoolean() ? 700 : 200_000));
      if (random.nextBoolean()) {
        byte[] run = new byte[length];
        random.nextBytes(run);
        System.arraycopy(run, 0, bytes, at, length);
      }
      at += length;
    }
    return bytes;
  }

  static byte[] part(byte[] bytes, long offset, long length) {
    return Arrays.copyOfRange(bytes, (int) offset, (int) (offset + length));
  }
}
