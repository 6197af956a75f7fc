package io.intarsia.library.maintenance;

/**
 * What gc did, or would do.
 *
 * @param freedBytes on disk
 * @param waitingBytes condemned, to be freed by a later gc once the processes that may use them
 *     have ended
 * @param rewrittenBytes live bytes that were moved to free the rest of their packs
 */
public record GcResult(long freedBytes, long waitingBytes, long rewrittenBytes, boolean dryRun) {}
