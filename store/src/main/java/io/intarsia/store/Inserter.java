package io.intarsia.store;

import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.CondemnedException;
import io.intarsia.store.error.MissingChunkException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.frame.Fingerprints;
import io.intarsia.store.index.IndexView;
import io.intarsia.store.index.PendingIndex;
import io.intarsia.store.index.SegmentPack;
import io.intarsia.store.insert.Base;
import io.intarsia.store.insert.BaseChoice;
import io.intarsia.store.insert.Pipeline;
import io.intarsia.store.match.BlockMatcher;
import io.intarsia.store.object.StoredObject;
import io.intarsia.store.pack.PackLayout;
import io.intarsia.store.read.BasesOfChunks;
import io.intarsia.store.session.Condemned;
import io.intarsia.store.session.Coordination;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Adds chunks and objects to a store. One thread writes; {@link #known} is for any thread. What was
 * added is durable after {@link #seal}, and belongs to a version after {@link Store#commit}.
 *
 * <p>An object that is found stored stands for all below it, which is not looked at. So whoever
 * puts objects puts what they reference first; {@link #putObject} checks that.
 */
public final class Inserter implements AutoCloseable {
  private final Store store;
  private final StoreParts parts;
  private final PendingIndex pending = new PendingIndex();
  private final Pipeline pipeline;
  private final Set<PackId> referenced = new HashSet<>();
  private final BaseChoice baseChoice;
  private final BasesOfChunks basesOfChunks;
  private @Nullable PackId lastReferenced;
  private long newChunks;
  private long newChunkBytes;
  private long newObjects;
  private long newObjectBytes;
  private long indexBytes;
  private boolean finished;

  Inserter(Store store, StoreParts parts, Executor compressors) {
    this.store = store;
    this.parts = parts;
    this.baseChoice = new BaseChoice(store.settings().options().frameSize());
    this.basesOfChunks = new BasesOfChunks(parts.index()::places, parts.packs());
    this.pipeline = parts.pipeline(parts.blobs(), store.settings().options(), compressors, pending);
  }

  /** Whether a chunk or object is stored, or was put here. Any thread. */
  public boolean known(Fingerprint fingerprint) throws IOException {
    return pending.contains(fingerprint) || parts.index().view().livePack(fingerprint) != null;
  }

  /**
   * As {@link #known}, and remembers that what is to be committed references it. Writer thread.
   * {@link #putObject} does this by itself for all that the object references.
   */
  public boolean reference(Fingerprint fingerprint) throws IOException {
    if (pending.contains(fingerprint)) {
      return true;
    }
    PackId pack = parts.index().view().livePack(fingerprint);
    if (pack != null && !pack.equals(lastReferenced)) {
      referenced.add(pack);
      lastReferenced = pack;
    }
    return pack != null;
  }

  /**
   * Adds a chunk unless it is stored; the bytes are copied. References it in any case. Writer
   * thread.
   *
   * @param fingerprint of the bytes; not computed again
   * @param length 1 to the frame size of the store
   * @return whether it was new
   */
  public boolean putChunk(Fingerprint fingerprint, byte[] bytes, int offset, int length)
      throws IOException {
    return putChunk(fingerprint, bytes, offset, length, () -> null);
  }

  /**
   * As {@link #putChunk(Fingerprint, byte[], int, int)}; a new chunk is compressed after another
   * one that it resembles, if that is stored in a way that allows it, and worth being read for it.
   */
  public boolean putChunk(
      Fingerprint fingerprint, byte[] bytes, int offset, int length, Resembled.Source like)
      throws IOException {
    checkOpen();
    if (length < 1 || length > store.settings().options().frameSize()) {
      throw new IllegalArgumentException("a chunk cannot have " + length + " bytes");
    }
    if (reference(fingerprint)) {
      return false;
    }
    makeRoom();
    Base base = base(like.resembled(), length);
    if (base == null) {
      pipeline.addChunk(fingerprint, bytes, offset, length);
    } else {
      pipeline.addChunk(fingerprint, bytes, offset, length, base);
    }
    newChunks++;
    newChunkBytes += length;
    return true;
  }

  /** What a new chunk can be compressed after; gc must leave it until that is published. */
  private @Nullable Base base(@Nullable Resembled like, int length) throws IOException {
    if (like == null) {
      return null;
    }
    IndexView view = parts.index().view();
    Fingerprint chunk = like.chunk();
    Place place = view.locateBase(chunk);
    if (place == null) {
      // it is told by what changed, too: so is the new one, by all that changed since
      Place dependent = view.locate(chunk);
      Fingerprint below = dependent == null ? null : basesOfChunks.of(dependent);
      chunk = below == null ? chunk : below;
      place = view.locateBase(chunk);
    }
    if (place == null
        || view.condemned().state(place.frame().pack()) != 0
        || place.length() > store.settings().options().frameSize()
        || !baseChoice.isWorth(place.frame(), length, like.run())) {
      return null;
    }
    Base base = new Base(chunk, place.length(), (int) place.storedLength());
    if (!pipeline.trusts(base, length)) {
      return null;
    }
    referenced.add(place.frame().pack());
    return base;
  }

  /**
   * Adds an object unless it is stored. References it and all that it references. Writer thread.
   *
   * @return its fingerprint
   * @throws CondemnedException if gc has condemned something that it references
   * @throws MissingChunkException if something that it references is neither stored nor was put
   *     here before
   */
  public Fingerprint putObject(StoredObject object) throws IOException {
    checkOpen();
    byte[] encoded = object.encode();
    Fingerprint fingerprint =
        parts.fingerprints().ofObject(encoded, 0, object.identityLength(encoded));
    if (reference(fingerprint)) {
      return fingerprint;
    }
    makeRoom();
    referenceAll(object.objectRefs());
    referenceAll(object.chunkRefs());
    pipeline.addObject(fingerprint, encoded);
    newObjects++;
    newObjectBytes += encoded.length;
    return fingerprint;
  }

  /** The name that an object has here; hashes its identity. */
  public Fingerprint fingerprint(StoredObject object) {
    byte[] encoded = object.encode();
    return parts.fingerprints().ofObject(encoded, 0, object.identityLength(encoded));
  }

  /** How the store names chunks and objects. */
  public Fingerprints fingerprints() {
    return parts.fingerprints();
  }

  private void referenceAll(List<Fingerprint> fingerprints) throws IOException {
    for (Fingerprint fingerprint : fingerprints) {
      if (!reference(fingerprint)) {
        throw notLive(fingerprint);
      }
    }
  }

  /** What was referenced before may be condemned since: a merge lets this store see that early. */
  private StoreException notLive(Fingerprint fingerprint) throws IOException {
    Place place = parts.index().view().locate(fingerprint);
    return place == null
        ? new MissingChunkException(fingerprint)
        : new CondemnedException(PackLayout.key(place.frame().pack()));
  }

  /** Looks for blocks among what is stored; for the writer thread. */
  public BlockMatcher matcher() {
    return new BlockMatcher(parts.index(), parts.blobs(), parts.packs(), parts.fingerprints());
  }

  /** What was added so far. Writer thread. */
  public InsertCounts counts() {
    return new InsertCounts(
        newChunks, newChunkBytes, newObjects, newObjectBytes, pipeline.storedBytes() + indexBytes);
  }

  /**
   * Begins to make the chunks durable that were put so far, while objects are still put. Writer
   * thread.
   */
  public void sealChunks() throws IOException {
    checkOpen();
    pipeline.sealChunks();
  }

  /**
   * Makes durable and findable all that was put: packs, then index segment. Nothing can be put
   * afterwards. Writer thread.
   *
   * @throws CondemnedException if gc condemned something referenced; what was put in chunks is kept
   */
  public void seal() throws IOException {
    checkOpen();
    checkpoint();
    finished = true;
  }

  private void makeRoom() throws IOException {
    if (pending.size() >= PendingIndex.CHECKPOINT) {
      checkpoint();
      store.mergeIndex();
    }
  }

  private void checkpoint() throws IOException {
    pipeline.seal();
    if (pending.size() == 0) {
      return;
    }
    try (var _ = parts.coordination().lock(Coordination.Lock.COMMIT)) {
      PackId condemned = firstCondemned();
      indexBytes += pending.write(parts.blobs(), parts.segmentNames().next(), condemned == null);
      if (condemned != null) {
        throw new CondemnedException(PackLayout.key(condemned));
      }
    }
    for (SegmentPack pack : pending.packs()) {
      referenced.add(pack.id());
    }
    parts.index().refresh();
    pending.clear();
  }

  /** A pack that what was put references and that is not live any more. Under the commit lock. */
  @Nullable PackId firstCondemned() throws IOException {
    Condemned condemned = Condemned.read(parts.blobs());
    for (PackId pack : referenced) {
      if (condemned.state(pack) != 0) {
        return pack;
      }
    }
    return null;
  }

  boolean isSealed() {
    return finished;
  }

  private void checkOpen() {
    if (finished) {
      throw new IllegalStateException("the inserter is sealed or closed");
    }
  }

  /** Gives up what was not sealed: temporary files are deleted, sealed packs stay for reuse. */
  @Override
  public void close() throws IOException {
    store.forget(this);
    if (!finished) {
      finished = true;
      pipeline.abandon();
    }
  }
}
