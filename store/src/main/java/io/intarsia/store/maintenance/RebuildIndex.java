package io.intarsia.store.maintenance;

import io.intarsia.store.PackId;
import io.intarsia.store.blob.Blob;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.blob.DirectoryBlobs;
import io.intarsia.store.crypt.KeySource;
import io.intarsia.store.crypt.StoreKeys;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.index.Compaction;
import io.intarsia.store.index.Index;
import io.intarsia.store.index.IndexLayout;
import io.intarsia.store.index.IndexSegment;
import io.intarsia.store.index.PackIndexer;
import io.intarsia.store.index.PendingIndex;
import io.intarsia.store.index.SegmentMerger;
import io.intarsia.store.index.SegmentNames;
import io.intarsia.store.index.SegmentPack;
import io.intarsia.store.pack.PackFile;
import io.intarsia.store.pack.PackLayout;
import io.intarsia.store.session.Condemned;
import io.intarsia.store.session.Coordination;
import io.intarsia.store.session.LocalCoordination;
import io.intarsia.store.session.Session;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes the index anew from the packs' tables of contents; needs no index to work. So many entries
 * at a time are sorted in memory and published as a segment; when all packs are covered, the old
 * segments are deleted and the new ones merged. Whenever it is interrupted, each pack that a
 * segment covered is still covered by one.
 */
public final class RebuildIndex {
  /** About 60 MB in memory. */
  private static final int MAX_PENDING = 1 << 19;

  private final BlobStore blobs;
  private final SegmentNames names;
  private final Condemned condemned;
  private final List<String> unreadable = new ArrayList<>();
  private final Set<PackId> unreadableIds = new HashSet<>();
  private final Set<PackId> indexed = new HashSet<>();
  private long entries;

  private RebuildIndex(BlobStore blobs, SegmentNames names) throws IOException {
    this.blobs = blobs;
    this.names = names;
    this.condemned = Condemned.read(blobs);
  }

  /**
   * What was done.
   *
   * @param packs packs indexed
   * @param entries chunks and objects indexed
   * @param unreadablePacks packs of which the table of contents is damaged; what the old index knew
   *     about them was kept where it could be read
   */
  public record RebuildResult(int packs, long entries, List<String> unreadablePacks) {}

  /**
   * Replaces the index. Waits for commits and gc under way, and holds off others.
   *
   * @throws io.intarsia.store.error.DamagedException if {@code condemned} is damaged
   */
  public static RebuildResult run(Path directory) throws IOException {
    return run(directory, StoreKeys.open(directory, KeySource.NONE));
  }

  /** The same, of a store that may be encrypted. */
  public static RebuildResult run(Path directory, StoreKeys keys) throws IOException {
    Coordination coordination = new LocalCoordination(directory);
    try (Session session = coordination.begin();
        var _ = coordination.lock(Coordination.Lock.GC);
        var _ = coordination.lock(Coordination.Lock.INDEX);
        var _ = coordination.lock(Coordination.Lock.COMMIT)) {
      BlobStore blobs = keys.blobs(new DirectoryBlobs(directory, session.name()));
      return new RebuildIndex(blobs, new SegmentNames(session.id())).run();
    }
  }

  private RebuildResult run() throws IOException {
    List<String> old = blobs.list(IndexLayout.PREFIX);
    List<String> packs = blobs.list(PackLayout.PREFIX);
    Set<PackId> needy = index(packs, Set.of(PackLayout.CHUNKS));
    needy.addAll(unreadableIds);
    // nobody may build on objects until it is known that all below them is there
    Condemned retired = retire(needy);
    index(packs, Set.of(PackLayout.OBJECTS, PackLayout.DEPENDENT));
    salvage(old);
    for (String key : old) {
      blobs.delete(key);
    }
    needy.removeAll(new ClosureCheck(blobs, new Index(blobs).refresh()).incomplete());
    needy.removeIf(pack -> condemned.state(pack) != 0);
    if (!needy.isEmpty()) {
      retired.without(needy).write(blobs);
    }
    merge();
    return new RebuildResult(indexed.size(), entries, unreadable);
  }

  /** Publishes the packs of some kinds; returns those of the others. */
  private Set<PackId> index(List<String> packs, Set<Byte> kinds) throws IOException {
    Set<PackId> others = new HashSet<>();
    PendingIndex pending = new PendingIndex();
    for (String key : packs) {
      PackId id = PackLayout.id(key);
      if (id == null || condemned.state(id) == Condemned.CONDEMNED || indexed.contains(id)) {
        continue;
      }
      try (Blob blob = blobs.open(key)) {
        PackFile pack = PackFile.open(id, blob);
        if (kinds.contains(pack.kind())) {
          PackIndexer.add(pending, pack);
          indexed.add(id);
          entries += pack.chunkCount();
        } else {
          others.add(id);
        }
      } catch (EOFException | StoreException e) {
        if (unreadableIds.add(id)) {
          unreadable.add(key);
        }
      }
      if (pending.size() > MAX_PENDING) {
        write(pending);
      }
    }
    write(pending);
    return others;
  }

  private void write(PendingIndex pending) throws IOException {
    if (pending.size() > 0) {
      pending.syncPacks(blobs);
      pending.write(blobs, names.next(), true);
      pending.clear();
    }
  }

  private void merge() throws IOException {
    Index index = new Index(blobs);
    while (Compaction.isDue(index.refresh())) {
      Compaction.run(blobs, index.view(), names);
    }
  }

  /** Keeps what sound old segments know about packs whose own table of contents is damaged. */
  private void salvage(List<String> old) throws IOException {
    List<IndexSegment> sound = new ArrayList<>();
    Set<PackId> others = new HashSet<>(indexed);
    for (String key : unreadable.isEmpty() ? List.<String>of() : old) {
      try {
        IndexSegment segment = IndexSegment.open(blobs, key);
        segment.checkAll();
        sound.add(segment);
        for (SegmentPack pack : segment.packs()) {
          if (!unreadableIds.contains(pack.id())) {
            others.add(pack.id());
          }
        }
      } catch (StoreException e) {
        // that is why the index is being rebuilt
      }
    }
    SegmentMerger.merge(blobs, names.next(), sound, others);
  }

  private Condemned retire(Set<PackId> packs) throws IOException {
    Map<PackId, Byte> changes = new HashMap<>();
    for (PackId pack : packs) {
      if (condemned.state(pack) == 0) {
        changes.put(pack, Condemned.RETIRED);
      }
    }
    return condemned.change(changes, blobs);
  }
}
