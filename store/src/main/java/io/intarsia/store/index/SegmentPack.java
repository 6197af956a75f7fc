package io.intarsia.store.index;

import io.intarsia.store.PackId;

/**
 * A pack that a segment covers.
 *
 * @param id the pack
 * @param kind as in {@link io.intarsia.store.pack.PackLayout}
 * @param length of the pack file in bytes
 */
public record SegmentPack(PackId id, byte kind, long length) {}
