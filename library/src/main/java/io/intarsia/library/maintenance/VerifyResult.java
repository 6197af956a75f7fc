package io.intarsia.library.maintenance;

import java.util.List;

/**
 * What verify found.
 *
 * @param damaged empty for a sound store
 */
public record VerifyResult(long checkedChunks, long checkedBytes, List<Damage> damaged) {

  /**
   * One damaged thing.
   *
   * @param file of the store, relative to it
   * @param what what is wrong with it
   * @param versions {@code NAME@V} of each version that cannot be read in full because of it
   */
  public record Damage(String file, String what, List<String> versions) {}
}
