package io.intarsia.store.maintenance;

import org.jspecify.annotations.Nullable;

/**
 * What a garbage collection did, or with a dry run would do.
 *
 * @param freedBytes bytes of deleted packs, less those of packs that were written instead
 * @param waitingBytes bytes of packs that are condemned and wait for older sessions to end
 * @param condemnedPacks packs condemned by this run
 * @param rewrittenPacks of those, the ones whose live chunks moved into new packs
 * @param liveChunks chunks and objects that versions need
 */
public record GcResult(
    long freedBytes, long waitingBytes, int condemnedPacks, int rewrittenPacks, long liveChunks) {
  /** What this run did together with the next one, which counts freed bytes on; null if none. */
  GcResult with(@Nullable GcResult next) {
    return next == null
        ? this
        : new GcResult(
            next.freedBytes,
            next.waitingBytes,
            condemnedPacks + next.condemnedPacks,
            rewrittenPacks + next.rewrittenPacks,
            next.liveChunks);
  }
}
