package io.intarsia.store;

import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.crypt.StoreKeys;
import io.intarsia.store.frame.Fingerprints;
import io.intarsia.store.frame.FrameCodec;
import io.intarsia.store.index.Index;
import io.intarsia.store.index.PendingIndex;
import io.intarsia.store.index.SegmentNames;
import io.intarsia.store.insert.Pipeline;
import io.intarsia.store.insert.Prefixes;
import io.intarsia.store.insert.Workers;
import io.intarsia.store.read.PackReader;
import io.intarsia.store.session.Coordination;
import java.util.concurrent.Executor;
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
    Workers workers,
    StoreKeys keys) {
  /** How this store names chunks and objects. */
  public Fingerprints fingerprints() {
    return keys.fingerprints();
  }

  /**
   * Writes packs of this session.
   *
   * @param target takes the packs
   * @param compressors what frames are compressed on
   * @param pending learns what was written
   */
  public Pipeline pipeline(
      BlobStore target, StoreOptions options, Executor compressors, PendingIndex pending) {
    return pipeline(target, options, packs::prefix, compressors, pending);
  }

  /** The same, which has its own way of reading what frames are compressed after. */
  public Pipeline pipeline(
      BlobStore target,
      StoreOptions options,
      Prefixes prefixes,
      Executor compressors,
      PendingIndex pending) {
    return new Pipeline(
        target,
        this::nextPackId,
        options,
        codec,
        fingerprints(),
        prefixes,
        compressors,
        workers.sealers(),
        pending);
  }

  /** The name of a new pack. */
  public PackId nextPackId() {
    return new PackId(sessionId, packNumbers.getAndIncrement());
  }
}
