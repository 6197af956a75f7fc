package io.intarsia.library.maintenance;

/**
 * What gc did, or would do.
 *
 * @param freedBytes on disk
 * @param waitingBytes condemned, to be freed by a later gc once the processes that may use them
 *     have ended
 * @param rewrittenPacks packs whose live chunks were moved to free the rest
 */
public record GcResult(long freedBytes, long waitingBytes, int rewrittenPacks, boolean dryRun) {}
