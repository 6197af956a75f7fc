package io.intarsia.store.maintenance;

import io.intarsia.store.chunk.Fingerprint;
import java.util.List;

/**
 * What a verification found.
 *
 * @param checkedChunks chunks and objects whose fingerprints were computed
 * @param checkedBytes bytes read
 * @param damaged what is damaged; empty if the store is sound
 */
public record VerifyResult(long checkedChunks, long checkedBytes, List<Damage> damaged) {
  /**
   * One damage.
   *
   * @param file relative to the store
   * @param what what is wrong
   * @param affected chunks and objects whose copy in this file cannot be read
   * @param lost those of them that have no intact copy elsewhere
   */
  public record Damage(
      String file, String what, List<Fingerprint> affected, List<Fingerprint> lost) {}
}
