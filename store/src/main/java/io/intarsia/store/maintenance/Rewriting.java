package io.intarsia.store.maintenance;

import io.intarsia.store.FrameId;
import io.intarsia.store.PackId;
import io.intarsia.store.Store;
import io.intarsia.store.StoreParts;
import io.intarsia.store.blob.Blob;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.StoreFullException;
import io.intarsia.store.index.PendingIndex;
import io.intarsia.store.insert.Pipeline;
import io.intarsia.store.pack.PackFile;
import io.intarsia.store.pack.PackFrame;
import io.intarsia.store.pack.PackLayout;
import io.intarsia.store.session.Coordination;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Moves what is live in retired packs into new packs. Under the gc lock. */
final class Rewriting {
  private final StoreParts parts;
  private final Marks marks;
  private final PendingIndex pending = new PendingIndex();
  private final Pipeline pipeline;

  Rewriting(Store store, Marks marks) {
    this.parts = store.parts();
    this.marks = marks;
    this.pipeline =
        new Pipeline(
            parts.blobs(),
            parts::nextPackId,
            store.header().options(),
            parts.codec(),
            parts.workers().compressors(),
            parts.workers().sealers(),
            pending);
  }

  /**
   * Copies and publishes. On a full disk nothing is moved and the packs stay retired.
   *
   * @return the packs of which nothing is needed any more
   */
  Set<PackId> run(Set<PackId> retired) throws IOException {
    try {
      Set<PackId> done = new HashSet<>();
      for (PackId pack : retired) {
        if (copy(pack)) {
          done.add(pack);
        }
      }
      publish();
      parts.index().refresh();
      return done;
    } catch (StoreFullException e) {
      pipeline.abandon();
      return Set.of();
    } catch (IOException | RuntimeException | Error e) {
      pipeline.abandon();
      throw e;
    }
  }

  /** Bytes of the new packs. */
  long storedBytes() {
    return pipeline.storedBytes();
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
    byte[] plain = null;
    int offset = 0;
    for (int chunk = 0; chunk < frame.chunkCount(); chunk++) {
      int length = frame.chunkLengths()[chunk];
      Fingerprint fingerprint = frame.fingerprint(chunk);
      if (marks.isMarked(fingerprint, pack.id()) && !pending.contains(fingerprint)) {
        if (plain == null) {
          plain = new byte[id.plainLength()];
          parts.packs().read(id, plain);
        }
        add(pack.kind(), fingerprint, plain, offset, length);
      }
      offset += length;
    }
  }

  private void add(byte kind, Fingerprint fingerprint, byte[] plain, int offset, int length)
      throws IOException {
    if (pending.size() >= PendingIndex.CHECKPOINT) {
      publish();
    }
    if (kind == PackLayout.OBJECTS) {
      pipeline.addObject(fingerprint, Arrays.copyOfRange(plain, offset, offset + length));
    } else {
      pipeline.addChunk(fingerprint, plain, offset, length);
    }
  }

  private void publish() throws IOException {
    pipeline.seal();
    if (pending.size() > 0) {
      try (var _ = parts.coordination().lock(Coordination.Lock.COMMIT)) {
        pending.write(parts.blobs(), parts.segmentNames().next(), true);
      }
      pending.clear();
    }
  }
}
