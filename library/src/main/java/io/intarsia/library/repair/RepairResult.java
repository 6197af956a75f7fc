package io.intarsia.library.repair;

import io.intarsia.library.maintenance.VerifyResult.Damage;
import java.util.List;

/**
 * What a repair did.
 *
 * @param damagedFiles files of the store that were damaged before
 * @param lost chunks and objects that versions need and of which no copy in the store was intact
 * @param restored how many of them were found elsewhere
 * @param reindexed {@code NAME@V} of the versions whose trees were made anew from their disks
 * @param notes what people should know: sources of no use, parts that were rebuilt or written again
 * @param damaged what is still damaged; empty after a complete repair
 * @param damagedLeftOut how much more is still damaged
 */
public record RepairResult(
    long damagedFiles,
    long lost,
    long restored,
    double seconds,
    List<String> reindexed,
    List<String> notes,
    List<Damage> damaged,
    long damagedLeftOut) {
  public RepairResult {
    reindexed = List.copyOf(reindexed);
    notes = List.copyOf(notes);
    damaged = List.copyOf(damaged);
  }
}
