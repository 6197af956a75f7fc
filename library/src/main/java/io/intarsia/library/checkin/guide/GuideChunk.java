package io.intarsia.library.checkin.guide;

import io.intarsia.store.chunk.Fingerprint;

/**
 * A chunk that another version had in one piece on its disk.
 *
 * @param disk first byte on the disk
 * @param length of the chunk, at most the chunk size
 */
public record GuideChunk(long disk, int length, Fingerprint fingerprint) {}
