package io.intarsia.store.maintenance;

import io.intarsia.store.FrameId;
import io.intarsia.store.PackId;
import io.intarsia.store.blob.Blob;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.pack.PackFile;
import io.intarsia.store.pack.PackFrame;
import io.intarsia.store.pack.PackLayout;
import io.intarsia.store.read.PackReader;
import io.intarsia.store.session.Condemned;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** Finds out which of the chunks that some damage affects have an intact copy elsewhere. */
final class LossCount {
  private final BlobStore blobs;
  private final PackReader reader;
  private final SegmentCheck index;
  private final Condemned condemned;
  private final Condemned now;
  private final FrameSet damagedFrames;

  /**
   * @param condemned read before the index
   * @param now read after it
   */
  LossCount(
      BlobStore blobs,
      PackReader reader,
      SegmentCheck index,
      Condemned condemned,
      Condemned now,
      FrameSet damagedFrames) {
    this.blobs = blobs;
    this.reader = reader;
    this.index = index;
    this.condemned = condemned;
    this.now = now;
    this.damagedFrames = damagedFrames;
  }

  /** The damages with what is lost, after all packs were checked. */
  List<VerifyResult.Damage> of(Damages damages, Iterable<PackId> packs) throws IOException {
    addLeftBehind(damages);
    if (!damages.list().isEmpty()) {
      addDependents(damages);
    }
    Set<Fingerprint> lost = new HashSet<>();
    for (Damages.Found found : damages.list()) {
      for (Fingerprint fingerprint : found.affected()) {
        if (!hasOtherPlace(fingerprint)) {
          lost.add(fingerprint);
        }
      }
    }
    if (!lost.isEmpty()) {
      for (PackId pack : packs) {
        if (!index.covers(pack)) {
          removeIntact(lost, pack);
        }
      }
    }
    List<VerifyResult.Damage> result = new ArrayList<>();
    for (Damages.Found found : damages.list()) {
      List<Fingerprint> lostHere = new ArrayList<>(found.affected());
      lostHere.removeIf(fingerprint -> !lost.contains(fingerprint));
      result.add(
          new VerifyResult.Damage(
              found.file(), found.what(), found.affected(), lostHere, found.isLeftBehind()));
    }
    return result;
  }

  @FunctionalInterface
  private interface FrameTest {
    boolean test(FrameId frame) throws IOException;
  }

  /** Frames of retired packs that build on what is gone. */
  private void addLeftBehind(Damages damages) throws IOException {
    addDependents(
        frame -> now.state(frame.pack()) != 0 && !hasBases(frame, this::isThere),
        (pack, chunks) -> {
          String what = "what frames build on is gone (" + chunks.size() + " chunks)";
          damages.add(new Damages.Found(PackLayout.key(pack), what, chunks, true));
        });
  }

  /** Frames that were not read this time may build on what turned out to be damaged. */
  private void addDependents(Damages damages) throws IOException {
    addDependents(
        frame -> !hasBases(frame, this::isIntact),
        (pack, chunks) -> {
          String what = "what frames build on is damaged (" + chunks.size() + " chunks)";
          damages.add(PackLayout.key(pack), what, chunks);
        });
  }

  /** Finds dependent frames that cannot be read, and tells of their chunks. */
  private void addDependents(FrameTest isUnreadable, BiConsumer<PackId, List<Fingerprint>> damages)
      throws IOException {
    Map<PackId, List<FrameId>> byPack = new TreeMap<>();
    for (FrameId frame : index.dependentFrames()) {
      if (!damagedFrames.contains(frame)
          && condemned.state(frame.pack()) != Condemned.CONDEMNED
          && isUnreadable.test(frame)) {
        damagedFrames.add(frame);
        byPack.computeIfAbsent(frame.pack(), _ -> new ArrayList<>()).add(frame);
      }
    }
    for (Map.Entry<PackId, List<FrameId>> pack : byPack.entrySet()) {
      Map<FrameId, List<Fingerprint>> chunks = index.framesOf(pack.getKey());
      List<Fingerprint> affected = new ArrayList<>();
      pack.getValue().forEach(frame -> affected.addAll(chunks.getOrDefault(frame, List.of())));
      damages.accept(pack.getKey(), affected);
    }
  }

  private boolean hasBases(FrameId frame, Predicate<FrameId> isIntact) throws IOException {
    try {
      return index.mayHave(reader.bases(frame), isIntact);
    } catch (StoreException e) {
      return true; // what is wrong with the frame itself is for its own check
    }
  }

  private boolean isThere(FrameId frame) {
    return now.state(frame.pack()) != Condemned.CONDEMNED;
  }

  /** What is condemned may be gone tomorrow. */
  private boolean hasOtherPlace(Fingerprint fingerprint) throws IOException {
    return index.hasPlace(fingerprint, this::isIntact);
  }

  private boolean isIntact(FrameId frame) {
    return !damagedFrames.contains(frame) && condemned.state(frame.pack()) != Condemned.CONDEMNED;
  }

  /** A pack that no sound segment covers may hold a copy too. */
  private void removeIntact(Set<Fingerprint> lost, PackId id) throws IOException {
    PackFile pack;
    try (Blob blob = blobs.open(PackLayout.key(id))) {
      pack = PackFile.open(id, blob);
    } catch (NoSuchFileException | EOFException | StoreException e) {
      return; // reported already
    }
    long at = PackLayout.HEADER_LENGTH;
    for (int i = 0; i < pack.frames().size(); i++) {
      PackFrame frame = pack.frames().get(i);
      if (!damagedFrames.contains(pack.frameId(i, at))) {
        for (int chunk = 0; chunk < frame.chunkCount(); chunk++) {
          lost.remove(frame.fingerprint(chunk));
        }
      }
      at += frame.storedLength();
    }
  }
}
