package io.intarsia.library.checkin.cut;

import java.util.List;

/**
 * A batch that was read and cut.
 *
 * @param pieces of each run of the batch, in the same order
 * @param buffer the bytes of all chunks; belongs to whoever has this
 */
public record CutBatch(Batch batch, List<List<Piece>> pieces, byte[] buffer) {}
