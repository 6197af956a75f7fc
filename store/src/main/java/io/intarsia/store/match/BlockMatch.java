package io.intarsia.store.match;

import io.intarsia.store.chunk.Fingerprint;

/**
 * A block that was found in a chunk. After {@code length} bytes the chunk ends, and what is left of
 * the block is zeros.
 *
 * @param from first byte in the chunk
 * @param length 1 to the length of a block
 */
public record BlockMatch(Fingerprint chunk, int from, int length) {}
