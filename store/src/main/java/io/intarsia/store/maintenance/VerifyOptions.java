package io.intarsia.store.maintenance;

/**
 * How thoroughly to verify.
 *
 * @param percent of the packs' frames whose bytes are read, 0 to 100; 0 is the quick mode:
 *     structure, tables of contents and index only
 * @param threads how many to use
 */
public record VerifyOptions(double percent, int threads) {
  public static VerifyOptions full() {
    return new VerifyOptions(100, Runtime.getRuntime().availableProcessors());
  }

  public static VerifyOptions quick() {
    return sample(0);
  }

  public static VerifyOptions sample(double percent) {
    return new VerifyOptions(percent, Runtime.getRuntime().availableProcessors());
  }

  public VerifyOptions {
    if (!(percent >= 0 && percent <= 100) || threads < 1) {
      throw new IllegalArgumentException("percent " + percent + ", threads " + threads);
    }
  }
}
