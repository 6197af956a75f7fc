package io.intarsia.library.checkin.guide;

import io.intarsia.store.chunk.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * A part of a cell.
 *
 * @param chunk that has the bytes; null for zeros
 * @param from first byte in the chunk
 */
public record GuidePart(@Nullable Fingerprint chunk, long from, long length) {}
