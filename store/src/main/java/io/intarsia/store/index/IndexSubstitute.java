package io.intarsia.store.index;

import io.intarsia.store.PackId;
import io.intarsia.store.blob.Blob;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.blob.MemoryBlobs;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.pack.PackFile;
import io.intarsia.store.pack.PackLayout;
import io.intarsia.store.session.Condemned;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Stands in for an index that is damaged, for reading: its sound segments, and for packs that none
 * of them covers, segments in memory, made of the tables of contents.
 */
public final class IndexSubstitute {
  /** About 100 MB in memory. */
  private static final int MAX_ENTRIES = 2 << 20;

  private static final int MAX_ATTEMPTS = 100;

  private final BlobStore blobs;
  private final LookupCounts counts = new LookupCounts();
  private final List<DamagedException> damages = new ArrayList<>();
  private final List<IndexSegment> segments = new ArrayList<>();
  private final MemoryBlobs made = new MemoryBlobs();
  private final SegmentNames names = new SegmentNames(0);
  private final Set<PackId> added = new HashSet<>();
  private final IndexView view;
  private long entries;

  private IndexSubstitute(BlobStore blobs) throws IOException {
    this.blobs = blobs;
    Condemned condemned = condemned();
    for (String key : blobs.list(IndexLayout.PREFIX)) {
      if (key.endsWith(IndexLayout.SUFFIX)) {
        openSound(key);
      }
    }
    IndexView sound = new IndexView(segments, condemned, counts);
    addPacks(Index.covered(sound));
    view = new IndexView(segments, condemned, counts);
  }

  /**
   * Makes one; reads the whole index.
   *
   * @throws DamagedException if more than 2 million chunks lie in packs that no sound segment
   *     covers
   */
  public static IndexSubstitute of(BlobStore blobs) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return new IndexSubstitute(blobs);
      } catch (NoSuchFileException e) {
        // a segment was merged meanwhile: the next attempt sees the newer one
        if (attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** What it says. */
  public IndexView view() {
    return view;
  }

  /** Whether no sound segment covers a pack. */
  public boolean isAdded(PackId pack) {
    return added.contains(pack);
  }

  /** What is damaged of what it stands in for. */
  public List<DamagedException> damages() {
    return List.copyOf(damages);
  }

  /** Where it cannot be told, all packs can be read as long as they are there. */
  private Condemned condemned() throws IOException {
    try {
      return Condemned.read(blobs);
    } catch (DamagedException e) {
      damages.add(e);
      return Condemned.NONE;
    }
  }

  private void openSound(String key) throws IOException {
    try {
      IndexSegment segment = IndexSegment.open(blobs, key, counts);
      segment.checkAll();
      segments.add(segment);
    } catch (DamagedException e) {
      damages.add(e);
    }
  }

  private void addPacks(Set<PackId> covered) throws IOException {
    PendingIndex pending = new PendingIndex();
    for (String key : blobs.list(PackLayout.PREFIX)) {
      PackId id = PackLayout.id(key);
      if (id != null && !covered.contains(id)) {
        add(id, key, pending);
        if (pending.size() >= PendingIndex.CHECKPOINT) {
          write(pending);
        }
      }
    }
    write(pending);
  }

  private void add(PackId id, String key, PendingIndex pending) throws IOException {
    PackFile pack;
    try (Blob blob = blobs.open(key)) {
      pack = PackFile.open(id, blob);
    } catch (EOFException | NoSuchFileException | StoreException e) {
      return; // deleted meanwhile, or damaged itself: what it holds is not found
    }
    entries += pack.chunkCount();
    if (entries > MAX_ENTRIES) {
      throw new DamagedException("index", "too much of it is missing; run intarsia rebuild index");
    }
    PackIndexer.add(pending, pack);
    added.add(id);
  }

  private void write(PendingIndex pending) throws IOException {
    if (pending.size() > 0) {
      String key = names.next();
      pending.write(made, key, true);
      pending.clear();
      segments.add(IndexSegment.open(made, key, counts));
    }
  }
}
