package io.intarsia.store.index;

import io.intarsia.store.PackId;
import io.intarsia.store.Place;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.session.Condemned;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The index of an open store. Thread-safe. */
public final class Index {
  /** Merges under way replace the list; each attempt sees a newer one. */
  private static final int MAX_ATTEMPTS = 100;

  private final BlobStore blobs;
  private final LookupCounts counts = new LookupCounts();
  private final boolean isSubstitute;
  private volatile IndexView view;

  public Index(BlobStore blobs) {
    this.blobs = blobs;
    this.isSubstitute = false;
    this.view = new IndexView(List.of(), Condemned.NONE, counts);
  }

  /** The index of a store that is read though its own is damaged; stays as it is. */
  public Index(BlobStore blobs, IndexSubstitute substitute) {
    this.blobs = blobs;
    this.isSubstitute = true;
    this.view = substitute.view();
  }

  /** Whether it stands in for one that is damaged. */
  public boolean isSubstitute() {
    return isSubstitute;
  }

  /** The index as of the last {@link #refresh}. */
  public IndexView view() {
    return view;
  }

  /**
   * All places of a chunk as of the last {@link #refresh}, condemned packs last; none if it is not
   * known.
   *
   * @throws DamagedException if there is none, but a damaged page that may name one
   */
  public List<Place> places(Fingerprint fingerprint) throws DamagedException {
    IndexView now = view;
    List<Place> places = now.places(fingerprint);
    if (places.isEmpty()) {
      now.locate(fingerprint); // says what is damaged
    }
    return places;
  }

  /** What look-ups cost so far. */
  public LookupCounts counts() {
    return counts;
  }

  /** Reads which packs are condemned, then opens the segments that are there now. */
  public synchronized IndexView refresh() throws IOException {
    if (isSubstitute) {
      return view;
    }
    for (int attempt = 1; ; attempt++) {
      Condemned condemned = Condemned.read(blobs);
      try {
        view = new IndexView(openAll(), condemned, counts);
        return view;
      } catch (NoSuchFileException e) {
        if (attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private List<IndexSegment> openAll() throws IOException {
    Map<String, IndexSegment> open = new HashMap<>();
    for (IndexSegment segment : view.segments()) {
      open.put(segment.key(), segment);
    }
    List<IndexSegment> segments = new ArrayList<>();
    for (String key : blobs.list(IndexLayout.PREFIX)) {
      if (key.endsWith(IndexLayout.SUFFIX)) {
        IndexSegment known = open.get(key);
        segments.add(known != null ? known : IndexSegment.open(blobs, key, counts));
      }
    }
    // most of what is stored is in the largest
    segments.sort((a, b) -> Long.compare(b.entryCount(), a.entryCount()));
    return segments;
  }

  /** Packs that some segment covers. */
  public static Set<PackId> covered(IndexView view) {
    Set<PackId> covered = new HashSet<>();
    for (IndexSegment segment : view.segments()) {
      for (SegmentPack pack : segment.packs()) {
        covered.add(pack.id());
      }
    }
    return covered;
  }
}
