package io.intarsia.store.maintenance;

import io.intarsia.store.FrameId;
import io.intarsia.store.PackId;
import io.intarsia.store.Place;
import io.intarsia.store.StoreParts;
import io.intarsia.store.blob.Blob;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.frame.Anchor;
import io.intarsia.store.index.IndexSegment;
import io.intarsia.store.index.IndexView;
import io.intarsia.store.pack.PackFile;
import io.intarsia.store.pack.PackFrame;
import io.intarsia.store.pack.PackLayout;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is intact in damaged packs: each chunk whose bytes have its fingerprint, also in
 * frames whose checksum is wrong. Where the table of contents is lost, the index says what is
 * where. Frames that are intact and only miss their bases are remembered.
 */
final class Salvage {
  private final StoreParts parts;
  private final Restoration restoration;
  private final List<Dependent> dependents = new ArrayList<>();

  Salvage(StoreParts parts, Restoration restoration) {
    this.parts = parts;
    this.restoration = restoration;
  }

  /** An intact frame of which bases are missing. */
  private record Dependent(FrameId id, PackFrame frame, List<Fingerprint> bases) {
    boolean holdsOneOf(Set<Fingerprint> chunks) {
      for (int i = 0; i < frame.chunkCount(); i++) {
        if (chunks.contains(frame.fingerprint(i))) {
          return true;
        }
      }
      return false;
    }
  }

  private record Entry(Fingerprint fingerprint, int offset, int length, long anchor) {}

  void salvage(PackId id) throws IOException {
    PackFile pack = open(id);
    if (pack == null) {
      salvageByIndex(id);
      return;
    }
    long at = PackLayout.HEADER_LENGTH;
    for (int i = 0; i < pack.frames().size(); i++) {
      PackFrame frame = pack.frames().get(i);
      salvage(pack.frameId(i, at), entries(frame), pack.kind());
      noteDependent(pack.frameId(i, at), frame);
      at += frame.storedLength();
    }
  }

  private void noteDependent(FrameId id, PackFrame frame) throws IOException {
    try {
      if (id.codec() == PackLayout.PREFIXED && !isRestored(frame)) {
        parts.packs().readStored(id);
        dependents.add(new Dependent(id, frame, parts.packs().bases(id)));
      }
    } catch (StoreException e) {
      // it is damaged itself
    }
  }

  private boolean isRestored(PackFrame frame) {
    for (int i = 0; i < frame.chunkCount(); i++) {
      if (!restoration.has(frame.fingerprint(i))) {
        return false;
      }
    }
    return true;
  }

  /** Chunks without which some others, that are lost, cannot be read. */
  Set<Fingerprint> missingBases(Set<Fingerprint> lost) {
    Set<Fingerprint> missing = new HashSet<>();
    for (Dependent dependent : dependents) {
      if (dependent.holdsOneOf(lost)) {
        missing.addAll(dependent.bases);
      }
    }
    missing.removeIf(restoration::has);
    return missing;
  }

  /** Takes what can be read of the remembered frames by now; what was put is published. */
  void salvageDependents() throws IOException {
    for (Dependent dependent : dependents) {
      salvage(dependent.id, entries(dependent.frame), PackLayout.DEPENDENT);
    }
    dependents.removeIf(dependent -> isRestored(dependent.frame));
  }

  /** Copies the remembered frames as they are, for the day on which their bases are found. */
  void keepDependents() throws IOException {
    for (Dependent dependent : dependents) {
      restoration.putFrame(dependent.frame, parts.packs().readStored(dependent.id));
    }
    dependents.clear();
  }

  private @Nullable PackFile open(PackId id) throws IOException {
    try (Blob blob = parts.blobs().open(PackLayout.key(id))) {
      return PackFile.open(id, blob);
    } catch (StoreException | EOFException | NoSuchFileException e) {
      return null;
    }
  }

  private static List<Entry> entries(PackFrame frame) {
    List<Entry> entries = new ArrayList<>();
    int offset = 0;
    for (int i = 0; i < frame.chunkCount(); i++) {
      int length = frame.chunkLengths()[i];
      entries.add(new Entry(frame.fingerprint(i), offset, length, frame.anchors()[i]));
      offset += length;
    }
    return entries;
  }

  private void salvageByIndex(PackId id) throws IOException {
    IndexView view = parts.index().view();
    for (IndexSegment segment : view.segments()) {
      for (int ordinal = 0; ordinal < segment.packs().size(); ordinal++) {
        if (segment.packs().get(ordinal).id().equals(id)) {
          byte kind = segment.packs().get(ordinal).kind();
          for (var frame : frames(segment, ordinal).entrySet()) {
            salvage(frame.getKey(), frame.getValue(), kind);
          }
          return;
        }
      }
    }
  }

  private static Map<FrameId, List<Entry>> frames(IndexSegment segment, int pack)
      throws IOException {
    Map<FrameId, List<Entry>> frames = new TreeMap<>();
    for (long entry = 0; entry < segment.entryCount(); entry++) {
      if (segment.packOrdinal(entry) == pack) {
        Place place = IndexView.place(segment, entry);
        frames
            .computeIfAbsent(place.frame(), _ -> new ArrayList<>())
            .add(
                new Entry(segment.fingerprint(entry), place.offset(), place.length(), Anchor.NONE));
      }
    }
    return frames;
  }

  private void salvage(FrameId frame, List<Entry> entries, byte kind) throws IOException {
    byte[] plain = null;
    for (Entry entry : entries) {
      if (restoration.has(entry.fingerprint)) {
        continue;
      }
      if (plain == null) {
        plain = new byte[frame.plainLength()];
        parts.packs().readDamaged(frame, plain);
      }
      if (!entry.fingerprint.equals(
          FrameCheck.fingerprint(parts.fingerprints(), kind, plain, entry.offset, entry.length))) {
        restoration.noteLost(entry.fingerprint, entry.length, entry.anchor);
      } else if (kind == PackLayout.OBJECTS) {
        int end = entry.offset + entry.length;
        restoration.putObject(entry.fingerprint, Arrays.copyOfRange(plain, entry.offset, end));
      } else {
        restoration.putChunk(entry.fingerprint, plain, entry.offset, entry.length);
      }
    }
  }
}
