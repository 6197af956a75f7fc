package io.intarsia.store.maintenance;

import io.intarsia.store.FrameId;
import io.intarsia.store.PackId;
import io.intarsia.store.Store;
import io.intarsia.store.StoreOptions;
import io.intarsia.store.StoreParts;
import io.intarsia.store.blob.Blob;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.StoreFullException;
import io.intarsia.store.index.PendingIndex;
import io.intarsia.store.insert.Pipeline;
import io.intarsia.store.pack.PackFile;
import io.intarsia.store.pack.PackFrame;
import io.intarsia.store.pack.PackLayout;
import io.intarsia.store.read.PackReader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Moves what is live in retired packs into new packs, in rounds of about one full pack, each
 * published before the next: what is done is kept whatever happens then, and little room is needed.
 * Packs of one session stay in their order, so that neighbours stay neighbours; what some versions
 * are to find together goes into packs apart from the rest. A frame with a prefix moves as it is if
 * all of it is live and its bases are too, by themselves; else its chunks are compressed anew,
 * without bases. Under the gc lock.
 */
final class Rewriting {
  private final StoreParts parts;
  private final Marks marks;
  private final Together together;
  private final Rounds rounds;
  private final long roundBytes;
  private final PackReader reader;
  private final PendingIndex pending = new PendingIndex();
  private final Pipeline apart;
  private final Pipeline rest;
  private boolean releasedBases;

  /** What goes into packs of its own. */
  @FunctionalInterface
  interface Together {
    boolean holds(Fingerprint fingerprint, PackId pack) throws DamagedException;
  }

  /** Told about rounds. */
  interface Rounds {
    /** Makes findable what was written. */
    void publish(PendingIndex written) throws IOException;

    /** Of these packs nothing is needed any more; none of them is open. */
    void rewritten(Set<PackId> packs) throws IOException;
  }

  /**
   * @param together what goes into packs of its own
   * @param target takes the new packs
   */
  Rewriting(Store store, Marks marks, Together together, BlobStore target, Rounds rounds) {
    this.parts = store.parts();
    this.marks = marks;
    this.together = together;
    this.rounds = rounds;
    this.roundBytes = store.settings().options().packSize();
    // not the store's, which keeps packs open that are to be deleted
    this.reader = new PackReader(parts.blobs(), parts.codec(), parts.index()::places);
    StoreOptions options = store.settings().options();
    this.apart = parts.pipeline(target, options, parts.workers().compressors(), pending);
    this.rest = parts.pipeline(target, options, parts.workers().compressors(), pending);
  }

  /** Copies and publishes. On a full disk the packs that are left stay retired. */
  void run(Collection<PackUse> retired, Gc.Progress progress) throws IOException {
    List<PackUse> ordered = new ArrayList<>(retired);
    // by kind, so that rounds end in few short packs
    ordered.sort(
        Comparator.<PackUse>comparingInt(use -> use.pack().kind())
            .thenComparing(use -> use.pack().id()));
    try (reader) {
      runRounds(ordered, progress);
    } catch (StoreFullException e) {
      abandon();
    } catch (IOException | RuntimeException | Error e) {
      abandon();
      throw e;
    }
  }

  private void abandon() throws IOException {
    try {
      apart.abandon();
    } finally {
      rest.abandon();
    }
  }

  private void runRounds(List<PackUse> ordered, Gc.Progress progress) throws IOException {
    Set<PackId> round = new HashSet<>();
    double bytes = 0;
    long done = 0;
    long all = ordered.stream().mapToLong(use -> use.pack().length()).sum();
    for (PackUse use : ordered) {
      if (bytes > 0 && bytes + use.liveStoredBytes() > roundBytes) {
        finish(round);
        bytes = 0;
      }
      bytes += use.liveStoredBytes();
      if (copy(use.pack().id())) {
        round.add(use.pack().id());
      }
      done += use.pack().length();
      progress.moved(done, all);
    }
    finish(round);
  }

  private void finish(Set<PackId> round) throws IOException {
    publish();
    reader.close();
    rounds.rewritten(Set.copyOf(round));
    round.clear();
    parts.index().refresh(); // bases may have moved
  }

  /** Bytes of the new packs. */
  long storedBytes() {
    return apart.storedBytes() + rest.storedBytes();
  }

  /** Whether chunks that were live only because of rewritten frames are so no more. */
  boolean releasedBases() {
    return releasedBases;
  }

  /** False if something in the pack is damaged: it then stays as it is. */
  private boolean copy(PackId id) throws IOException {
    try (Blob blob = parts.blobs().open(PackLayout.key(id))) {
      PackFile pack = PackFile.open(id, blob);
      long at = PackLayout.HEADER_LENGTH;
      for (int i = 0; i < pack.frames().size(); i++) {
        copyFrame(pack, pack.frameId(i, at), pack.frames().get(i));
        at += pack.frames().get(i).storedLength();
      }
      return true;
    } catch (DamagedException | EOFException | NoSuchFileException e) {
      return false;
    }
  }

  private void copyFrame(PackFile pack, FrameId id, PackFrame frame) throws IOException {
    if (id.codec() == PackLayout.PREFIXED && !keepsBases(id)) {
      Pipeline to = together(pack.id(), frame);
      if (to != null) {
        makeRoom();
        to.addFrame(frame, reader.readStored(id));
        return;
      }
    }
    byte[] plain = null;
    int offset = 0;
    for (int chunk = 0; chunk < frame.chunkCount(); chunk++) {
      int length = frame.chunkLengths()[chunk];
      Fingerprint fingerprint = frame.fingerprint(chunk);
      if (marks.isMarked(fingerprint, pack.id()) && !pending.contains(fingerprint)) {
        if (plain == null) {
          plain = new byte[id.plainLength()];
          reader.read(id, plain);
        }
        Pipeline to = together.holds(fingerprint, pack.id()) ? apart : rest;
        add(to, pack.kind(), fingerprint, plain, offset, length);
      }
      offset += length;
    }
  }

  /** Whether chunks are live only because of a frame, which is to be changed. */
  private boolean keepsBases(FrameId frame) throws IOException {
    for (Fingerprint base : reader.bases(frame)) {
      if (parts.index().view().locateBase(base) == null) {
        throw new DamagedException(PackLayout.key(frame.pack()), "a frame builds on what is lost");
      }
      if (marks.isKept(base)) {
        releasedBases = true;
        return true;
      }
    }
    return false;
  }

  /** Where a frame goes as a whole; null if not all of it goes there. */
  private @Nullable Pipeline together(PackId pack, PackFrame frame) throws DamagedException {
    Pipeline all = null;
    for (int chunk = 0; chunk < frame.chunkCount(); chunk++) {
      Fingerprint fingerprint = frame.fingerprint(chunk);
      Pipeline to = together.holds(fingerprint, pack) ? apart : rest;
      if (!marks.isMarked(fingerprint, pack)
          || pending.contains(fingerprint)
          || (all != null && to != all)) {
        return null;
      }
      all = to;
    }
    return all;
  }

  private void makeRoom() throws IOException {
    if (pending.size() >= PendingIndex.CHECKPOINT) {
      publish();
    }
  }

  private void add(
      Pipeline to, byte kind, Fingerprint fingerprint, byte[] plain, int offset, int length)
      throws IOException {
    makeRoom();
    if (kind == PackLayout.OBJECTS) {
      to.addObject(fingerprint, Arrays.copyOfRange(plain, offset, offset + length));
    } else {
      to.addChunk(fingerprint, plain, offset, length);
    }
  }

  private void publish() throws IOException {
    apart.seal();
    rest.seal();
    if (pending.size() > 0) {
      rounds.publish(pending);
      pending.clear();
    }
  }
}
