package io.intarsia.store;

/**
 * Sizes of a store. A chunk that stands in two packs counts twice until gc has merged them;
 * condemned packs count only in {@code storedBytes} and {@code indexBytes}.
 *
 * @param chunks number of chunks
 * @param chunkBytes their plain bytes
 * @param objects number of objects
 * @param objectBytes their plain bytes
 * @param packs number of packs
 * @param storedBytes bytes on disk of all files of the store
 * @param indexBytes bytes on disk of the index
 */
public record StoreStats(
    long chunks,
    long chunkBytes,
    long objects,
    long objectBytes,
    long packs,
    long storedBytes,
    long indexBytes) {}
