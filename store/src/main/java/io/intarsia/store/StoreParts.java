package io.intarsia.store;

import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.frame.FrameCodec;
import io.intarsia.store.index.Index;
import io.intarsia.store.index.SegmentNames;
import io.intarsia.store.insert.Workers;
import io.intarsia.store.read.PackReader;
import io.intarsia.store.session.Coordination;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What an open store consists of, for the maintenance of it.
 *
 * @param sessionId of this store's session; 0 if it has none
 * @param workers what runs beside the caller
 * @param packNumbers the number of the next pack that this session writes
 */
public record StoreParts(
    BlobStore blobs,
    Coordination coordination,
    long sessionId,
    Index index,
    SegmentNames segmentNames,
    AtomicInteger packNumbers,
    FrameCodec codec,
    PackReader packs,
    Reserve reserve,
    Workers workers) {
  /** The name of a new pack. */
  public PackId nextPackId() {
    return new PackId(sessionId, packNumbers.getAndIncrement());
  }
}
