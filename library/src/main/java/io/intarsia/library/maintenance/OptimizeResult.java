package io.intarsia.library.maintenance;

/**
 * What an optimization did, or would do. Bytes are plain ones: before compression.
 *
 * @param neededBytes of all chunks and objects of the versions
 * @param readBytes of the frames that held these, which reading the versions took
 * @param readBytesAfter the same afterwards
 * @param gc what was freed by the way
 */
public record OptimizeResult(long neededBytes, long readBytes, long readBytesAfter, GcResult gc) {}
