package io.intarsia.store.maintenance;

import io.intarsia.store.PackId;
import io.intarsia.store.Place;
import io.intarsia.store.Store;
import io.intarsia.store.StoreOptions;
import io.intarsia.store.StoreParts;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.index.PendingIndex;
import io.intarsia.store.insert.Base;
import io.intarsia.store.insert.Pipeline;
import io.intarsia.store.insert.Prefixes;
import io.intarsia.store.pack.PackFrame;
import io.intarsia.store.pack.PackLayout;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The packs into which gc moves what is live; what is to be found together apart from the rest. */
final class NewPacks {
  private final StoreParts parts;
  private final Rewriting.Together together;
  private final Rewriting.Rounds rounds;
  private final PendingIndex pending = new PendingIndex();
  private final Pipeline apart;
  private final Pipeline rest;

  NewPacks(
      Store store,
      Rewriting.Together together,
      Prefixes prefixes,
      BlobStore target,
      Rewriting.Rounds rounds) {
    this.parts = store.parts();
    this.together = together;
    this.rounds = rounds;
    StoreOptions options = store.settings().options();
    this.apart = parts.pipeline(target, options, prefixes, parts.workers().compressors(), pending);
    this.rest = parts.pipeline(target, options, prefixes, parts.workers().compressors(), pending);
  }

  /** Whether a chunk or object was added since the last publication. */
  boolean isPending(Fingerprint fingerprint) {
    return pending.contains(fingerprint);
  }

  /** Where what a pack holds goes. */
  private Pipeline of(Fingerprint fingerprint, PackId pack) throws DamagedException {
    return together.holds(fingerprint, pack) ? apart : rest;
  }

  /** Whether two chunks of a pack go to the same packs. */
  boolean isSame(Fingerprint one, Fingerprint other, PackId pack) throws DamagedException {
    return one.equals(other) || together.holds(one, pack) == together.holds(other, pack);
  }

  /** Adds a chunk or an object of a pack, to be compressed after a base unless that is null. */
  void add(
      PackId from,
      byte kind,
      Fingerprint fingerprint,
      byte[] plain,
      int offset,
      int length,
      @Nullable Base base)
      throws IOException {
    makeRoom();
    Pipeline to = of(fingerprint, from);
    if (kind == PackLayout.OBJECTS) {
      to.addObject(fingerprint, Arrays.copyOfRange(plain, offset, offset + length));
    } else if (base != null) {
      to.addChunk(fingerprint, plain, offset, length, base);
    } else {
      to.addChunk(fingerprint, plain, offset, length);
    }
  }

  /** Adds a frame with a prefix as it is. */
  void add(PackId from, PackFrame frame, byte[] stored) throws IOException {
    makeRoom();
    of(frame.fingerprint(0), from).addFrame(frame, stored);
  }

  private void makeRoom() throws IOException {
    if (pending.size() >= PendingIndex.CHECKPOINT) {
      publish();
    }
  }

  /** Makes findable what was added. */
  void publish() throws IOException {
    apart.seal();
    rest.seal();
    if (pending.size() > 0) {
      rounds.publish(pending);
      pending.clear();
    }
    parts.index().refresh();
  }

  /** Whether a chunk can be read without others. */
  boolean hasBase(Fingerprint chunk) {
    return parts.index().view().locateBase(chunk) != null;
  }

  /** Where a chunk lies, if possible where it can be read without others. */
  @Nullable Place place(Fingerprint chunk) throws DamagedException {
    Place alone = parts.index().view().locateBase(chunk);
    return alone == null ? parts.index().view().locate(chunk) : alone;
  }

  /** Bytes of what was published. */
  long storedBytes() {
    return apart.storedBytes() + rest.storedBytes();
  }

  /** Gives up what was not published. */
  void abandon() throws IOException {
    try {
      apart.abandon();
    } finally {
      rest.abandon();
    }
  }
}
