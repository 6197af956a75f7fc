package io.intarsia.library.maintenance;

/**
 * What {@code stats} tells.
 *
 * @param virtualBytes sum over all versions that are not removed
 * @param dataBytes likewise, without holes
 * @param chunks distinct chunks
 * @param chunkBytes their plain bytes
 * @param storedBytes all files of the store on disk
 * @param indexBytes index segments on disk
 */
public record LibraryStats(
    long images,
    long versions,
    long virtualBytes,
    long dataBytes,
    long chunks,
    long chunkBytes,
    long storedBytes,
    long indexBytes) {}
