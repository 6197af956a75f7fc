package io.intarsia.store;

/**
 * What an inserter has added.
 *
 * @param newChunks chunks that were not stored before
 * @param newChunkBytes their plain bytes
 * @param newObjects objects that were not stored before
 * @param newObjectBytes their plain bytes
 * @param storedBytes bytes written to packs and index segments; complete after {@link
 *     Inserter#seal}
 */
public record InsertCounts(
    long newChunks, long newChunkBytes, long newObjects, long newObjectBytes, long storedBytes) {}
