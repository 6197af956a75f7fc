package io.intarsia.library.maintenance;

/**
 * How thoroughly to verify.
 *
 * @param percent how much of the packs to read, 0 to 100; 0 checks structures only
 * @param resume go on where a verification of all was interrupted
 */
public record VerifyRequest(double percent, boolean resume) {
  public static VerifyRequest full() {
    return new VerifyRequest(100, false);
  }

  public VerifyRequest {
    if (!(percent >= 0 && percent <= 100) || (resume && percent < 100)) {
      throw new IllegalArgumentException(percent + " percent" + (resume ? ", resumed" : ""));
    }
  }
}
