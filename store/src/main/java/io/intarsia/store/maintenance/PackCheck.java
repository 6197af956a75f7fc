package io.intarsia.store.maintenance;

import io.intarsia.store.FrameId;
import io.intarsia.store.PackId;
import io.intarsia.store.blob.Blob;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.InvalidObjectException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.frame.Fingerprints;
import io.intarsia.store.object.StoredObject;
import io.intarsia.store.pack.PackFile;
import io.intarsia.store.pack.PackFrame;
import io.intarsia.store.pack.PackLayout;
import io.intarsia.store.read.PackReader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Checks packs. Thread-safe. */
final class PackCheck {
  private final BlobStore blobs;
  private final PackReader reader;
  private final Fingerprints fingerprints;
  private final SegmentCheck index;
  private final double percent;
  private final Damages damages;
  private final FrameSet damagedFrames;
  private final LongConsumer progress;
  private final AtomicLong checkedChunks = new AtomicLong();

  PackCheck(
      BlobStore blobs,
      PackReader reader,
      Fingerprints fingerprints,
      SegmentCheck index,
      double percent,
      Damages damages,
      FrameSet damagedFrames,
      LongConsumer progress) {
    this.blobs = blobs;
    this.reader = reader;
    this.fingerprints = fingerprints;
    this.index = index;
    this.percent = percent;
    this.damages = damages;
    this.damagedFrames = damagedFrames;
    this.progress = progress;
  }

  long checkedChunks() {
    return checkedChunks.get();
  }

  /** Checks one pack; what is wrong goes to the damages. */
  void check(PackId id) throws IOException {
    String key = PackLayout.key(id);
    PackFile pack;
    try (Blob blob = blobs.open(key)) {
      pack = PackFile.open(id, blob);
    } catch (NoSuchFileException e) {
      damagedFrames.addAll(id);
      damages.add(key, "it is missing", affected(id));
      return;
    } catch (DamagedException e) {
      checkByIndex(id, e.what());
      return;
    } catch (StoreException | EOFException e) {
      checkByIndex(id, String.valueOf(e.getMessage()));
      return;
    }
    String disagreement = index.disagreement(pack);
    if (disagreement != null) {
      damages.add(key, disagreement);
    }
    checkFrames(pack);
  }

  private void checkFrames(PackFile pack) throws IOException {
    Random choice = new Random(pack.id().session() * 31 + pack.id().number());
    List<Fingerprint> affected = new ArrayList<>();
    String what = "";
    long at = PackLayout.HEADER_LENGTH;
    for (int i = 0; i < pack.frames().size(); i++) {
      PackFrame frame = pack.frames().get(i);
      if (percent >= 100 || choice.nextDouble() * 100 < percent) {
        String problem = checkFrame(pack, pack.frameId(i, at), frame, affected);
        what = what.isEmpty() ? problem : what;
      }
      at += frame.storedLength();
    }
    if (!what.isEmpty()) {
      damages.add(PackLayout.key(pack.id()), what, affected);
    }
  }

  /** What is wrong with a frame, or nothing. */
  private String checkFrame(PackFile pack, FrameId id, PackFrame frame, List<Fingerprint> affected)
      throws IOException {
    progress.accept(frame.storedLength());
    byte[] plain = new byte[id.plainLength()];
    try {
      reader.read(id, plain);
    } catch (DamagedException e) {
      damagedFrames.add(id);
      for (int chunk = 0; chunk < frame.chunkCount(); chunk++) {
        affected.add(frame.fingerprint(chunk));
      }
      return e.what() + " (frame at byte " + id.offset() + ")";
    }
    String what = "";
    int offset = 0;
    for (int chunk = 0; chunk < frame.chunkCount(); chunk++) {
      int length = frame.chunkLengths()[chunk];
      checkedChunks.incrementAndGet();
      if (!frame.fingerprint(chunk).equals(fingerprint(pack.kind(), plain, offset, length))) {
        damagedFrames.add(id);
        affected.add(frame.fingerprint(chunk));
        what = "bytes are not those of their fingerprint (frame at byte " + id.offset() + ")";
      }
      offset += length;
    }
    return what;
  }

  private Fingerprint fingerprint(byte kind, byte[] plain, int offset, int length) {
    if (kind == PackLayout.CHUNKS) {
      return fingerprints.ofChunk(plain, offset, length);
    }
    byte[] encoded = Arrays.copyOfRange(plain, offset, offset + length);
    try {
      int identity = StoredObject.decode(encoded).identityLength(encoded);
      return fingerprints.ofObject(encoded, 0, identity);
    } catch (InvalidObjectException e) {
      return fingerprints.ofChunk(encoded, 0, length); // which no object has
    }
  }

  /** Header, footer or table of contents is damaged; the frames may be intact. */
  private void checkByIndex(PackId id, String what) throws IOException {
    List<Fingerprint> affected = new ArrayList<>();
    for (Map.Entry<FrameId, List<Fingerprint>> frame : index.framesOf(id).entrySet()) {
      byte[] plain = new byte[frame.getKey().plainLength()];
      try {
        reader.read(frame.getKey(), plain);
        progress.accept(frame.getKey().storedLength());
      } catch (DamagedException e) {
        damagedFrames.add(frame.getKey());
        affected.addAll(frame.getValue());
      }
    }
    damages.add(PackLayout.key(id), what, affected);
  }

  private List<Fingerprint> affected(PackId id) throws DamagedException {
    List<Fingerprint> affected = new ArrayList<>();
    index.framesOf(id).values().forEach(affected::addAll);
    return affected;
  }
}
