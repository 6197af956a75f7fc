package io.intarsia.store.maintenance;

import io.intarsia.store.PackId;
import io.intarsia.store.Store;
import io.intarsia.store.StoreParts;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.index.Index;
import io.intarsia.store.index.IndexView;
import io.intarsia.store.object.StoredObject;
import io.intarsia.store.pack.PackLayout;
import io.intarsia.store.record.RecordFile;
import io.intarsia.store.session.Condemned;
import io.intarsia.store.session.Coordination;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Garbage collection. See docs/ARCHITECTURE.md, Sessions and gc. */
public final class Gc {
  private final Store store;
  private final StoreParts parts;
  private final RootsSource roots;
  private final boolean dryRun;
  private final PackDeletion deletion;
  private final ReferenceWalk walk;

  private Gc(Store store, RootsSource roots, boolean dryRun) {
    this.store = store;
    this.parts = store.parts();
    this.roots = roots;
    this.dryRun = dryRun;
    this.deletion = new PackDeletion(parts);
    this.walk = new ReferenceWalk(store.reader());
  }

  /**
   * Frees what no version needs. Check-ins and readers go on meanwhile; a second gc waits. Those
   * who read through this very {@code store} at the same time may miss what moves: they open one of
   * their own.
   *
   * @param store open for writing
   * @param dryRun only say what would be freed
   * @throws io.intarsia.store.error.StoreException if something that a version needs cannot be
   *     read; nothing was condemned then
   */
  public static GcResult run(Store store, RootsSource roots, boolean dryRun) throws IOException {
    Gc gc = new Gc(store, roots, dryRun);
    try (var _ = gc.parts.coordination().lock(Coordination.Lock.GC)) {
      if (dryRun) {
        return gc.run();
      }
      gc.parts.reserve().release();
      try {
        return gc.run();
      } finally {
        gc.parts.reserve().restore();
      }
    }
  }

  private GcResult run() throws IOException {
    long freed = dryRun ? 0 : deletion.run();
    IndexView before = parts.index().refresh();
    List<PackId> listed = listed();
    // after the lists: what they name of a session that is dead by now will not grow any more
    Set<Long> busy = new HashSet<>(parts.coordination().sweep().keySet());
    busy.add(parts.sessionId());
    listed.removeIf(pack -> busy.contains(pack.session()));
    Marks marks = new Marks(before);
    mark(marks);

    Map<PackId, PackUse> uses;
    Map<PackId, Byte> changes;
    try (var _ = parts.coordination().lock(Coordination.Lock.COMMIT)) {
      mark(marks);
      uses = PackUse.count(marks);
      IndexView now = parts.index().refresh();
      listed.removeAll(Index.covered(now));
      listed.removeIf(pack -> now.condemned().state(pack) == Condemned.CONDEMNED);
      changes = Verdict.of(uses, now, listed, pack -> !busy.contains(pack.session()));
      if (!dryRun && !changes.isEmpty()) {
        now.condemned().next(changes).write(parts.blobs());
      }
    }
    if (dryRun) {
      return forecast(uses, changes, marks);
    }
    parts.index().refresh();
    freed += deletion.run();
    Rewriting rewriting = new Rewriting(store, marks);
    Set<PackId> rewritten = rewriting.run(retired(uses, busy));
    condemn(rewritten);
    freed += deletion.run() - rewriting.storedBytes();
    int condemned = count(changes, Condemned.CONDEMNED) + rewritten.size();
    return new GcResult(freed, deletion.waitingBytes(), condemned, rewritten.size(), marks.count());
  }

  private List<PackId> listed() throws IOException {
    List<PackId> packs = new ArrayList<>();
    for (String key : parts.blobs().list(PackLayout.PREFIX)) {
      PackId id = PackLayout.id(key);
      if (id != null) {
        packs.add(id);
      }
    }
    return packs;
  }

  private void mark(Marks marks) throws IOException {
    ReferenceWalk.Visitor visitor =
        new ReferenceWalk.Visitor() {
          @Override
          public boolean object(Fingerprint fingerprint, StoredObject object, int depth)
              throws IOException {
            marks.mark(fingerprint);
            return true;
          }

          @Override
          public void chunk(Fingerprint chunk, Fingerprint referrer) throws IOException {
            marks.mark(chunk);
          }
        };
    parts.blobs().sync(RecordFile.PREFIX); // a removal that is undone must not have cost anything
    for (Fingerprint root : roots.roots().objects()) {
      walk.walk(root, visitor);
    }
  }

  /** Retired packs of dead sessions in which something is live. */
  private Set<PackId> retired(Map<PackId, PackUse> uses, Set<Long> busy) {
    Set<PackId> retired = new HashSet<>();
    Condemned condemned = parts.index().view().condemned();
    for (PackId pack : uses.keySet()) {
      if (condemned.state(pack) == Condemned.RETIRED && !busy.contains(pack.session())) {
        retired.add(pack);
      }
    }
    return retired;
  }

  private void condemn(Set<PackId> packs) throws IOException {
    if (packs.isEmpty()) {
      return;
    }
    Map<PackId, Byte> changes = new HashMap<>();
    packs.forEach(pack -> changes.put(pack, Condemned.CONDEMNED));
    try (var _ = parts.coordination().lock(Coordination.Lock.COMMIT)) {
      Condemned.read(parts.blobs()).next(changes).write(parts.blobs());
    }
    parts.index().refresh();
  }

  /** What would be freed; of packs that would be rewritten, their dead part. */
  private GcResult forecast(Map<PackId, PackUse> uses, Map<PackId, Byte> changes, Marks marks)
      throws IOException {
    double bytes = 0;
    for (PackId pack : deletion.deletable()) {
      bytes += size(pack);
    }
    for (Map.Entry<PackId, Byte> change : changes.entrySet()) {
      PackUse use = uses.get(change.getKey());
      bytes += size(change.getKey()) * (use == null ? 1 : use.deadPart());
    }
    return new GcResult(
        (long) bytes,
        deletion.waitingBytes(),
        count(changes, Condemned.CONDEMNED),
        count(changes, Condemned.RETIRED),
        marks.count());
  }

  private static int count(Map<PackId, Byte> changes, byte state) {
    int count = 0;
    for (byte change : changes.values()) {
      count += change == state ? 1 : 0;
    }
    return count;
  }

  private long size(PackId pack) throws IOException {
    try {
      return parts.blobs().size(PackLayout.key(pack));
    } catch (NoSuchFileException e) {
      return 0;
    }
  }
}
