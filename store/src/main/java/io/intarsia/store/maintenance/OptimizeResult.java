package io.intarsia.store.maintenance;

/**
 * What an optimization did, or with a dry run would do.
 *
 * @param gc what it did as a garbage collection
 * @param neededBytes plain bytes of the chunks and objects that the versions need
 * @param readBytes plain bytes of the frames that held these, which who reads them all had to read
 * @param readBytesAfter the same afterwards
 */
public record OptimizeResult(GcResult gc, long neededBytes, long readBytes, long readBytesAfter) {}
