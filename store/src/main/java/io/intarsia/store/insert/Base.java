package io.intarsia.store.insert;

import io.intarsia.store.chunk.Fingerprint;

/**
 * A stored chunk that a new one resembles, in a frame that needs no other chunks.
 *
 * @param length in bytes
 * @param isDense whether its frame could not be compressed: then what resembles it is most likely
 *     made by a compressor too, and has nothing in common with it
 */
public record Base(Fingerprint fingerprint, int length, boolean isDense) {}
