package io.intarsia.store.maintenance;

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
    long freedBytes, long waitingBytes, int condemnedPacks, int rewrittenPacks, long liveChunks) {}
