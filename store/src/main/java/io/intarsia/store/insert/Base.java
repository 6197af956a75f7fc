package io.intarsia.store.insert;

import io.intarsia.store.chunk.Fingerprint;

/**
 * A stored chunk that a new one resembles, in a frame that needs no other chunks.
 *
 * @param length in bytes
 */
public record Base(Fingerprint fingerprint, int length) {}
