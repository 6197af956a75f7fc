package io.intarsia.store.maintenance;

import io.intarsia.store.chunk.Fingerprint;
import java.util.List;

/**
 * What a verification found.
 *
 * @param checkedChunks chunks and objects whose fingerprints were computed
 * @param checkedBytes bytes read, of all files
 * @param frameBytes stored bytes of all frames of the packs that are in use
 * @param readFrameBytes those of them that were read
 * @param skippedBytes those that were not read because an interrupted verification had found their
 *     packs sound
 * @param damaged what is damaged; empty if the store is sound
 */
public record VerifyResult(
    long checkedChunks,
    long checkedBytes,
    long frameBytes,
    long readFrameBytes,
    long skippedBytes,
    List<Damage> damaged) {
  public VerifyResult {
    damaged = List.copyOf(damaged);
  }

  /**
   * One damage.
   *
   * @param file relative to the store
   * @param what what is wrong
   * @param affected chunks and objects whose copy in this file cannot be read
   * @param lost those of them that have no intact copy elsewhere
   * @param isLeftBehind whether it is damage only if a version needs what is lost. So it is with
   *     frames of retired packs that build on what no pack has: a check-in that ended early leaves
   *     them, and gc takes them away
   */
  public record Damage(
      String file,
      String what,
      List<Fingerprint> affected,
      List<Fingerprint> lost,
      boolean isLeftBehind) {}
}
