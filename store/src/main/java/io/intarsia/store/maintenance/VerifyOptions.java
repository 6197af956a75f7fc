package io.intarsia.store.maintenance;

import io.intarsia.store.PackId;
import java.util.Set;

/**
 * How thoroughly to verify.
 *
 * @param percent of the packs' frames whose bytes are read, 0 to 100; 0 is the quick mode:
 *     structure, tables of contents and index only
 * @param threads how many check what the caller's thread reads; with one, the caller does both
 * @param resume whether to leave out the packs that a verification of all, which was interrupted,
 *     has found sound
 * @param suspects packs that are read as a whole in any case
 */
public record VerifyOptions(double percent, int threads, boolean resume, Set<PackId> suspects) {
  public static VerifyOptions full() {
    return sample(100);
  }

  public static VerifyOptions quick() {
    return sample(0);
  }

  /** Reads a part of the frames; samples that follow each other read different ones. */
  public static VerifyOptions sample(double percent) {
    return new VerifyOptions(percent, Runtime.getRuntime().availableProcessors());
  }

  public VerifyOptions(double percent, int threads) {
    this(percent, threads, false, Set.of());
  }

  public VerifyOptions {
    if (!(percent >= 0 && percent <= 100) || threads < 1) {
      throw new IllegalArgumentException("percent " + percent + ", threads " + threads);
    }
    if (resume && percent < 100) {
      throw new IllegalArgumentException("only a verification of all can be resumed");
    }
    suspects = Set.copyOf(suspects);
  }

  /** The same, going on where an interrupted verification ended. */
  public VerifyOptions resuming() {
    return new VerifyOptions(percent, threads, true, suspects);
  }

  /** The same, with packs that are read as a whole. */
  public VerifyOptions withSuspects(Set<PackId> packs) {
    return new VerifyOptions(percent, threads, resume, packs);
  }
}
