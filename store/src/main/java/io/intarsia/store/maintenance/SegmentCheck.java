package io.intarsia.store.maintenance;

import io.intarsia.store.FrameId;
import io.intarsia.store.PackId;
import io.intarsia.store.Place;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.frame.Anchor;
import io.intarsia.store.index.IndexLayout;
import io.intarsia.store.index.IndexSegment;
import io.intarsia.store.index.IndexSubstitute;
import io.intarsia.store.index.IndexView;
import io.intarsia.store.index.SegmentAnchors;
import io.intarsia.store.index.SegmentPack;
import io.intarsia.store.pack.PackFile;
import io.intarsia.store.pack.PackFrame;
import io.intarsia.store.pack.PackLayout;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The index segments of a store that are sound, and what they say about a pack. Thread-safe. */
final class SegmentCheck {
  private static final int MAX_ATTEMPTS = 100;

  private final BlobStore blobs;
  private final List<IndexSegment> sound = new ArrayList<>();
  private final Map<PackId, List<Covered>> covered = new HashMap<>();
  private long bytes;
  private boolean isComplete = true;
  private boolean lookedIntoPacks;
  private @Nullable IndexView inPacks;

  /** A pack in a segment. */
  private record Covered(IndexSegment segment, int ordinal, long entries) {}

  private SegmentCheck(BlobStore blobs) {
    this.blobs = blobs;
  }

  /** Checks all segments; a merge meanwhile makes it look again. */
  static SegmentCheck run(BlobStore blobs, Damages damages) throws IOException {
    for (int attempt = 1; ; attempt++) {
      SegmentCheck check = new SegmentCheck(blobs);
      Damages found = new Damages();
      try {
        check.checkAll(found);
        found.list().forEach(one -> damages.add(one.file(), one.what()));
        return check;
      } catch (NoSuchFileException e) {
        if (attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private void checkAll(Damages damages) throws IOException {
    for (String key : blobs.list(IndexLayout.PREFIX)) {
      if (!key.endsWith(IndexLayout.SUFFIX)) {
        damages.add(key, "it is not a file of the index");
        continue;
      }
      try {
        IndexSegment segment = IndexSegment.open(blobs, key);
        bytes += segment.length();
        segment.checkAll();
        cover(segment);
        sound.add(segment);
      } catch (DamagedException e) {
        isComplete = false;
        damages.add(key, e.what());
      } catch (StoreException e) {
        isComplete = false;
        damages.add(key, String.valueOf(e.getMessage()));
      }
    }
  }

  private void cover(IndexSegment segment) throws DamagedException {
    long[] entries = new long[segment.packs().size()];
    for (long entry = 0; entry < segment.entryCount(); entry++) {
      entries[segment.packOrdinal(entry)]++;
      IndexView.place(segment, entry);
    }
    for (int i = 0; i < entries.length; i++) {
      covered
          .computeIfAbsent(segment.packs().get(i).id(), id -> new ArrayList<>())
          .add(new Covered(segment, i, entries[i]));
    }
  }

  /** Bytes of all segments. */
  long bytes() {
    return bytes;
  }

  /** Packs that sound segments cover. */
  Iterable<PackId> packs() {
    return covered.keySet();
  }

  /** Whether a sound segment covers a pack. */
  boolean covers(PackId pack) {
    return covered.containsKey(pack);
  }

  /** A segment that does not agree with a sound pack; null if all that cover it do. */
  @Nullable String disagreeing(PackFile pack) throws DamagedException {
    for (Covered in : covered.getOrDefault(pack.id(), List.of())) {
      SegmentPack said = in.segment.packs().get(in.ordinal);
      boolean same =
          said.kind() == pack.kind()
              && said.length() == pack.length()
              && in.entries == pack.chunkCount();
      if (!same || !agree(in.segment, pack)) {
        return in.segment.key();
      }
    }
    return null;
  }

  private static boolean agree(IndexSegment segment, PackFile pack) throws DamagedException {
    long at = PackLayout.HEADER_LENGTH;
    for (int i = 0; i < pack.frames().size(); i++) {
      PackFrame frame = pack.frames().get(i);
      FrameId id = pack.frameId(i, at);
      int offset = 0;
      for (int chunk = 0; chunk < frame.chunkCount(); chunk++) {
        int length = frame.chunkLengths()[chunk];
        if (!names(segment, frame.fingerprint(chunk), id, offset, length)
            || !hasAnchor(segment, frame.anchors()[chunk], id)) {
          return false;
        }
        offset += length;
      }
      at += frame.storedLength();
    }
    return true;
  }

  private static boolean hasAnchor(IndexSegment segment, long anchor, FrameId frame)
      throws DamagedException {
    if (anchor == Anchor.NONE) {
      return true;
    }
    SegmentAnchors anchors = segment.anchors();
    for (long i = anchors.find(anchor); anchors.mayBe(i, anchor); i++) {
      if (segment.frame(anchors.frameOrdinal(i)).equals(frame)) {
        return true;
      }
    }
    return false;
  }

  private static boolean names(
      IndexSegment segment, Fingerprint fingerprint, FrameId frame, int offset, int length)
      throws DamagedException {
    for (long entry = segment.find(fingerprint); entry >= 0; entry = segment.nextSame(entry)) {
      FrameId said = segment.frame(segment.frameOrdinal(entry));
      if (said.equals(frame)
          && said.storedLength() == frame.storedLength()
          && said.plainLength() == frame.plainLength()
          && said.codec() == frame.codec()
          && said.checksum() == frame.checksum()
          && segment.offset(entry) == offset
          && segment.length(entry) == length) {
        return true;
      }
    }
    return false;
  }

  /** What the index knows about a pack of which the table of contents cannot be read. */
  Map<FrameId, List<Fingerprint>> framesOf(PackId pack) throws DamagedException {
    Map<FrameId, List<Fingerprint>> frames = new HashMap<>();
    for (Covered in : covered.getOrDefault(pack, List.of())) {
      for (long entry = 0; entry < in.segment.entryCount(); entry++) {
        int frame = in.segment.frameOrdinal(entry);
        if (in.segment.packOfFrame(frame) == in.ordinal) {
          frames
              .computeIfAbsent(in.segment.frame(frame), id -> new ArrayList<>())
              .add(in.segment.fingerprint(entry));
        }
      }
    }
    return frames;
  }

  /** Whether no segment is damaged: what is in none of them is nowhere. */
  boolean isComplete() {
    return isComplete;
  }

  /** Whether chunks that frames build on have a place, or may have one in a damaged segment. */
  boolean mayHave(List<Fingerprint> bases, Predicate<FrameId> test) throws IOException {
    for (Fingerprint base : bases) {
      boolean isThere =
          hasPlace(base, frame -> frame.codec() != PackLayout.PREFIXED && test.test(frame));
      if (!isThere && (isComplete || hasPlace(base, _ -> true))) {
        return false;
      }
    }
    return true;
  }

  /** The frames that need other chunks to be read. */
  List<FrameId> dependentFrames() throws DamagedException {
    List<FrameId> frames = new ArrayList<>();
    for (IndexSegment segment : sound) {
      for (int frame = 0; frame < segment.frameCount(); frame++) {
        FrameId id = segment.frame(frame);
        if (id.codec() == PackLayout.PREFIXED) {
          frames.add(id);
        }
      }
    }
    return frames;
  }

  /** All places of a chunk or object; those that only packs tell of where no segment has one. */
  List<Place> places(Fingerprint fingerprint) throws IOException {
    List<Place> places = new ArrayList<>();
    for (IndexSegment segment : sound) {
      for (long entry = segment.find(fingerprint); entry >= 0; entry = segment.nextSame(entry)) {
        places.add(IndexView.place(segment, entry));
      }
    }
    if (places.isEmpty()) {
      IndexView packs = inPacks();
      return packs == null ? places : packs.places(fingerprint);
    }
    return places;
  }

  /** What packs tell that no sound segment covers; null if that is too much. */
  private synchronized @Nullable IndexView inPacks() throws IOException {
    if (!lookedIntoPacks) {
      lookedIntoPacks = true;
      try {
        inPacks = IndexSubstitute.of(blobs).view();
      } catch (DamagedException e) {
        return null; // as if there were none
      }
    }
    return inPacks;
  }

  /** Whether there is a place of a chunk or object in a frame that passes a test. */
  boolean hasPlace(Fingerprint fingerprint, Predicate<FrameId> test) throws IOException {
    for (Place place : places(fingerprint)) {
      if (test.test(place.frame())) {
        return true;
      }
    }
    return false;
  }
}
