package io.intarsia.store.maintenance;

import io.intarsia.store.FrameId;
import io.intarsia.store.PackId;
import io.intarsia.store.Place;
import io.intarsia.store.StoreParts;
import io.intarsia.store.blob.Blob;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.DamagedException;
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
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is intact in damaged packs: each chunk whose bytes have its fingerprint, also in
 * frames whose checksum is wrong. Where the table of contents is lost, the index says what is
 * where. Frames that may only miss their bases are remembered.
 */
final class Salvage {
  private final StoreParts parts;
  private final Restoration restoration;
  private final List<Dependent> dependents = new ArrayList<>();

  Salvage(StoreParts parts, Restoration restoration) {
    this.parts = parts;
    this.restoration = restoration;
  }

  /** A frame of which not all could be read, with what it builds on. */
  private record Dependent(FrameId id, List<Entry> entries, List<Fingerprint> bases) {}

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
      salvageFirst(pack.frameId(i, at), entries(frame), pack.kind());
      at += frame.storedLength();
    }
  }

  private void salvageFirst(FrameId frame, List<Entry> entries, byte kind) throws IOException {
    salvage(frame, entries, kind);
    if (frame.codec() == PackLayout.PREFIXED && !isRestored(entries)) {
      try {
        dependents.add(new Dependent(frame, entries, parts.packs().bases(frame)));
      } catch (StoreException e) {
        // not even what it builds on can be told
      }
    }
  }

  private boolean isRestored(List<Entry> entries) {
    return entries.stream().allMatch(entry -> restoration.has(entry.fingerprint));
  }

  /** Chunks without which some others, that are lost, cannot be read. */
  Set<Fingerprint> missingBases(Set<Fingerprint> lost) {
    Set<Fingerprint> missing = new HashSet<>();
    for (Dependent dependent : dependents) {
      if (dependent.entries.stream().anyMatch(entry -> lost.contains(entry.fingerprint))) {
        missing.addAll(dependent.bases);
      }
    }
    missing.removeIf(restoration::hasAlone);
    return missing;
  }

  /** Puts what remembered frames build on and what can be read only by means of other chunks. */
  void putBases() throws IOException {
    for (Dependent dependent : dependents) {
      for (Fingerprint base : dependent.bases) {
        if (restoration.has(base) && !restoration.hasAlone(base)) {
          restoration.putReadable(base);
        }
      }
    }
  }

  /** Takes what can be read of the remembered frames by now; what was put is published. */
  void salvageDependents() throws IOException {
    for (Dependent dependent : dependents) {
      salvage(dependent.id, dependent.entries, PackLayout.DEPENDENT);
    }
    dependents.removeIf(dependent -> isRestored(dependent.entries));
  }

  /** Copies those remembered frames that are intact, for the day on which their bases are found. */
  void keepDependents() throws IOException {
    for (Dependent dependent : dependents) {
      try {
        byte[] stored = parts.packs().readStored(dependent.id);
        restoration.keepFrame(frame(dependent), stored);
      } catch (StoreException e) {
        // it is damaged itself
      }
    }
    dependents.clear();
  }

  private static PackFrame frame(Dependent dependent) throws DamagedException {
    FrameId id = dependent.id;
    int count = dependent.entries.size();
    int[] lengths = new int[count];
    byte[] fingerprints = new byte[count * Fingerprint.LENGTH];
    long[] anchors = new long[count];
    int offset = 0;
    for (int i = 0; i < count; i++) {
      Entry entry = dependent.entries.get(i);
      if (entry.offset != offset) {
        break; // a damaged index has not all of them
      }
      lengths[i] = entry.length;
      entry.fingerprint.write(fingerprints, i * Fingerprint.LENGTH);
      anchors[i] = entry.anchor;
      offset += entry.length;
    }
    if (offset != id.plainLength()) {
      throw new DamagedException(PackLayout.key(id.pack()), "nobody knows all of a frame's chunks");
    }
    return new PackFrame(
        id.storedLength(),
        id.plainLength(),
        id.codec(),
        id.checksum(),
        lengths,
        fingerprints,
        anchors);
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
            frame.getValue().sort(Comparator.comparingInt(Entry::offset));
            salvageFirst(frame.getKey(), frame.getValue(), kind);
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
      if (restoration.hasAsIn(kind, entry.fingerprint)) {
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
