package io.intarsia.store.maintenance;

import io.intarsia.store.PackId;
import io.intarsia.store.Store;
import io.intarsia.store.StoreParts;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.index.Compaction;
import io.intarsia.store.index.Index;
import io.intarsia.store.index.IndexView;
import io.intarsia.store.index.PendingIndex;
import io.intarsia.store.object.StoredObject;
import io.intarsia.store.pack.PackLayout;
import io.intarsia.store.read.PackReader;
import io.intarsia.store.record.RecordFile;
import io.intarsia.store.session.Condemned;
import io.intarsia.store.session.Coordination;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Garbage collection. See docs/ARCHITECTURE.md, Sessions and gc. */
public final class Gc {
  private final Store store;
  private final StoreParts parts;
  private final RootsSource roots;
  private final boolean dryRun;
  private final double minDeadPart;
  private final @Nullable RootsSource favoured;
  private final Progress progress;
  private final PackDeletion deletion;
  private final Set<Long> busy = new HashSet<>();
  private @Nullable Layout layout;
  private long readBytesAfter;
  private boolean isIndexLacking;
  private long freedBytes;

  /** Told how much has been moved. */
  @FunctionalInterface
  public interface Progress {
    /**
     * Called now and then.
     *
     * @param bytes stored bytes of the packs that were rewritten so far
     * @param ofBytes of those to be rewritten
     */
    void moved(long bytes, long ofBytes);
  }

  private Gc(
      Store store,
      RootsSource roots,
      boolean dryRun,
      double minDeadPart,
      @Nullable RootsSource favoured,
      Progress progress) {
    this.store = store;
    this.parts = store.parts();
    this.roots = roots;
    this.dryRun = dryRun;
    this.minDeadPart = minDeadPart;
    this.favoured = favoured;
    this.progress = progress;
    this.deletion = new PackDeletion(parts);
  }

  /**
   * Frees what no version needs. Check-ins and readers go on meanwhile; a second gc waits. Those
   * who read through this very {@code store} at the same time may miss what moves: they open one of
   * their own. Ended at any moment, it leaves a valid store, and the next one goes on.
   *
   * @param store open for writing
   * @param dryRun only say what would be freed; takes the time of reading and compressing what
   *     would be moved
   * @throws io.intarsia.store.error.StoreException if something that a version needs cannot be
   *     read; nothing was condemned then
   */
  public static GcResult run(Store store, RootsSource roots, boolean dryRun) throws IOException {
    Gc gc = new Gc(store, roots, dryRun, 0, null, (_, _) -> {});
    return Objects.requireNonNull(gc.runAlone());
  }

  /**
   * As {@link #run}, and brings together what some versions need, where it is so scattered that
   * reading them reads much else: packs are rewritten such that no frame holds both. Ended at any
   * moment, it leaves a valid store, and the next one goes on.
   *
   * @param favoured the versions, some of {@code roots}
   * @param progress told about packs rewritten
   */
  public static OptimizeResult optimize(
      Store store, RootsSource roots, RootsSource favoured, boolean dryRun, Progress progress)
      throws IOException {
    Gc gc = new Gc(store, roots, dryRun, 0, favoured, progress);
    GcResult done = Objects.requireNonNull(gc.runAlone());
    Layout before = Objects.requireNonNull(gc.layout);
    return new OptimizeResult(done, before.neededBytes(), before.readBytes(), gc.readBytesAfter);
  }

  /**
   * As {@link #run}, but only looks how much is dead as long as that is little.
   *
   * @param deadPart of the bytes of all packs, 0 to 1, from which on gc runs
   * @return what was done; null if less is dead
   */
  public static @Nullable GcResult runIfDead(Store store, RootsSource roots, double deadPart)
      throws IOException {
    return new Gc(store, roots, false, deadPart, null, (_, _) -> {}).runAlone();
  }

  private @Nullable GcResult runAlone() throws IOException {
    store.requireWritable();
    try (var _ = parts.coordination().lock(Coordination.Lock.GC)) {
      if (dryRun) {
        return run(minDeadPart);
      }
      parts.reserve().release();
      try {
        freedBytes = deletion.deleteFiles();
        deletion.forgetDeleted();
        return run(minDeadPart);
      } finally {
        parts.reserve().restore();
      }
    }
  }

  /**
   * Runs once.
   *
   * @return null if so little is dead that nothing was done
   */
  private @Nullable GcResult run(double leastDeadPart) throws IOException {
    IndexView before = parts.index().refresh();
    Set<PackId> listed = listed();
    // after the lists: what they name of a session that is dead by now will not grow any more
    busy.addAll(parts.coordination().sweep().keySet());
    busy.add(parts.sessionId());
    listed.removeIf(pack -> busy.contains(pack.session()));
    Marks marks = new Marks(before);
    ReferenceWalk walk = new ReferenceWalk(store.indexedReader(), marks::markObject);
    mark(walk, marks);
    if (favoured != null) {
      layout = layout(favoured, before);
    }

    Map<PackId, PackUse> uses;
    Map<PackId, Byte> changes;
    // not the store's reader, which keeps packs open that are to be deleted
    try (BaseMarks bases =
        new BaseMarks(
            marks,
            parts.blobs(),
            new PackReader(parts.blobs(), parts.codec(), parts.index()::places))) {
      if (BaseMarks.areNeeded(before)) {
        markBases(bases, before, PackUse.count(marks));
      }
      try (var _ = parts.coordination().lock(Coordination.Lock.COMMIT)) {
        mark(walk, marks);
        uses = PackUse.count(marks);
        long kept = marks.keptCount();
        IndexView now = parts.index().refresh();
        markBases(bases, now, uses);
        if (marks.keptCount() > kept) {
          uses = PackUse.count(marks);
        }
        double saved = bases.savedBytes();
        if (deadPart(uses.values(), saved, before.condemned()) < leastDeadPart) {
          return null;
        }
        Predicate<PackId> isCandidate = candidates(listed, now.condemned());
        Map<PackId, PackUse> marked = uses;
        ReleaseChoice release =
            Verdict.release(
                marked, bases.groups(), bases.keptBytes(), now, isCandidate, store.settings());
        if (!release.released().isEmpty()) {
          bases.release(release.released());
          uses = PackUse.count(marks);
          PackUse.releasedSince(marked, uses);
        }
        changes = judge(marked, uses, release, now, listed, isCandidate);
      }
    }
    int condemned = count(changes, Condemned.CONDEMNED);
    return dryRun ? forecast(uses, changes, condemned, marks) : apply(uses, condemned, marks);
  }

  private void markBases(BaseMarks bases, IndexView view, Map<PackId, PackUse> uses)
      throws IOException {
    bases.mark(
        view,
        pack -> {
          PackUse use = uses.get(pack);
          boolean condemned = view.condemned().state(pack) == Condemned.CONDEMNED;
          return use == null ? condemned : use.isDead() && !busy.contains(pack.session());
        });
  }

  /** Under the gc lock, so that nothing that the versions need is deleted meanwhile. */
  private Layout layout(RootsSource versions, IndexView view) throws IOException {
    Marks wanted = new Marks(view);
    ReferenceWalk walk = new ReferenceWalk(store.indexedReader(), wanted::markObject);
    for (Fingerprint root : versions.roots().objects()) {
      walk.walk(root, new Marking(wanted));
    }
    return Layout.of(wanted);
  }

  /**
   * Under the commit lock.
   *
   * @param marked uses of packs
   * @param uses the same less what is released
   * @param now the index, read under the commit lock
   * @param listed sealed packs of dead sessions
   */
  private Map<PackId, Byte> judge(
      Map<PackId, PackUse> marked,
      Map<PackId, PackUse> uses,
      ReleaseChoice release,
      IndexView now,
      Set<PackId> listed,
      Predicate<PackId> isCandidate)
      throws IOException {
    Condemned condemned = now.condemned();
    // what a version needs may be in packs that a lost file of the index named
    Set<PackId> orphans = new HashSet<>(isIndexLacking ? Set.of() : listed);
    orphans.removeAll(Index.covered(now));
    orphans.removeIf(pack -> condemned.state(pack) == Condemned.CONDEMNED);
    Map<PackId, Byte> changes =
        Verdict.of(marked, uses, release, now, orphans, isCandidate, store.settings(), layout);
    if (!dryRun) {
      condemned.change(changes, parts.blobs());
    }
    return changes;
  }

  /** A condemned pack whose file is gone stays so: what was live in it was stored anew. */
  private Predicate<PackId> candidates(Set<PackId> listed, Condemned condemned) {
    return pack ->
        !busy.contains(pack.session())
            && (listed.contains(pack) || condemned.state(pack) != Condemned.CONDEMNED);
  }

  private GcResult apply(Map<PackId, PackUse> uses, int condemned, Marks marks) throws IOException {
    IndexView now = parts.index().refresh();
    freedBytes += deletion.deleteFiles();
    Publishing rounds = new Publishing();
    Rewriting rewriting = rewriting(marks, parts.blobs(), rounds);
    rewriting.run(retired(uses, now.condemned(), Map.of()), progress);
    willRead(rounds.rewritten);
    freedBytes -= rewriting.storedBytes();
    deletion.forgetDeleted();
    compact();
    return result(condemned, rounds.rewritten.size(), marks.count() - marks.keptCount());
  }

  private Rewriting rewriting(Marks marks, BlobStore target, Rewriting.Rounds rounds) {
    Layout wanted = layout;
    return new Rewriting(
        store, marks, wanted == null ? (_, _) -> false : wanted::isWanted, target, rounds, dryRun);
  }

  private void willRead(Set<PackId> rewritten) {
    if (layout != null) {
      readBytesAfter = layout.readBytesWithout(rewritten);
    }
  }

  /** Each round has written a segment. */
  private void compact() throws IOException {
    if (Compaction.isDue(parts.index().refresh())) {
      try (var _ = parts.coordination().lock(Coordination.Lock.INDEX)) {
        Compaction.run(parts.blobs(), parts.index().refresh(), parts.segmentNames());
      }
      parts.index().refresh();
    }
  }

  private GcResult result(int condemned, int rewritten, long live) throws IOException {
    return new GcResult(
        freedBytes, deletion.waitingBytes(), condemned + rewritten, rewritten, live);
  }

  /** What would be freed. What other sessions may be reading would have to wait. */
  private GcResult forecast(
      Map<PackId, PackUse> uses, Map<PackId, Byte> changes, int condemned, Marks marks)
      throws IOException {
    Counting rounds = new Counting();
    Rewriting rewriting = rewriting(marks, new DiscardingBlobs(parts.blobs()), rounds);
    rewriting.run(retired(uses, parts.index().view().condemned(), changes), progress);
    willRead(rounds.rewritten);
    long condemnedBytes = deletion.bytes(rounds.rewritten);
    for (Map.Entry<PackId, Byte> change : changes.entrySet()) {
      if (change.getValue() == Condemned.CONDEMNED) {
        condemnedBytes += deletion.bytes(List.of(change.getKey()));
      }
    }
    boolean othersWork = busy.size() > 1;
    return new GcResult(
        deletion.deletableBytes() - rewriting.storedBytes() + (othersWork ? 0 : condemnedBytes),
        othersWork ? condemnedBytes + deletion.waitingBytes() - deletion.deletableBytes() : 0,
        condemned + rounds.rewritten.size(),
        rounds.rewritten.size(),
        marks.count() - marks.keptCount());
  }

  private Set<PackId> listed() throws IOException {
    Set<PackId> packs = new HashSet<>();
    for (String key : parts.blobs().list(PackLayout.PREFIX)) {
      PackId id = PackLayout.id(key);
      if (id != null) {
        packs.add(id);
      }
    }
    return packs;
  }

  private void mark(ReferenceWalk walk, Marks marks) throws IOException {
    parts.blobs().sync(RecordFile.PREFIX); // a removal that is undone must not have cost anything
    for (Fingerprint root : roots.roots().objects()) {
      walk.walk(root, new Marking(marks));
    }
  }

  /** Marks chunks; objects are marked by the walk. */
  private final class Marking implements ReferenceWalk.Visitor {
    private final Marks marks;

    Marking(Marks marks) {
      this.marks = marks;
    }

    @Override
    public boolean object(Fingerprint fingerprint, StoredObject object, int depth) {
      return true;
    }

    @Override
    public void chunk(Fingerprint chunk, Fingerprint referrer) throws IOException {
      if (!marks.markChunk(chunk) && !isIndexLacking) {
        isIndexLacking =
            parts.index().view().locate(chunk) == null
                && parts.index().refresh().locate(chunk) == null;
      }
    }
  }

  /** What waits for its deletion does not count: gc could do no more about it. */
  private static double deadPart(Collection<PackUse> uses, double savedBytes, Condemned condemned) {
    double dead = savedBytes;
    double all = 0;
    for (PackUse use : uses) {
      if (condemned.state(use.pack().id()) != Condemned.CONDEMNED) {
        dead += use.deadStoredBytes();
        all += use.pack().length();
      }
    }
    return all == 0 ? 0 : dead / all;
  }

  /** Retired packs of dead sessions in which something is live. */
  private List<PackUse> retired(
      Map<PackId, PackUse> uses, Condemned condemned, Map<PackId, Byte> changes) {
    List<PackUse> retired = new ArrayList<>();
    for (PackUse use : uses.values()) {
      PackId id = use.pack().id();
      byte state = changes.getOrDefault(id, condemned.state(id));
      if (state == Condemned.RETIRED && !busy.contains(id.session())) {
        retired.add(use);
      }
    }
    return retired;
  }

  private static int count(Map<PackId, Byte> changes, byte state) {
    int count = 0;
    for (byte change : changes.values()) {
      count += change == state ? 1 : 0;
    }
    return count;
  }

  private final class Publishing implements Rewriting.Rounds {
    private final Set<PackId> rewritten = new HashSet<>();

    @Override
    public void publish(PendingIndex written) throws IOException {
      try (var _ = parts.coordination().lock(Coordination.Lock.COMMIT)) {
        written.write(parts.blobs(), parts.segmentNames().next(), true);
      }
    }

    @Override
    public void rewritten(Set<PackId> packs) throws IOException {
      if (packs.isEmpty()) {
        return;
      }
      Map<PackId, Byte> changes = new HashMap<>();
      packs.forEach(pack -> changes.put(pack, Condemned.CONDEMNED));
      try (var _ = parts.coordination().lock(Coordination.Lock.COMMIT)) {
        Condemned.read(parts.blobs()).change(changes, parts.blobs());
      }
      rewritten.addAll(packs);
      freedBytes += deletion.deleteFiles();
    }
  }

  private static final class Counting implements Rewriting.Rounds {
    private final Set<PackId> rewritten = new HashSet<>();

    @Override
    public void publish(PendingIndex written) {
      // nobody is to find it
    }

    @Override
    public void rewritten(Set<PackId> packs) {
      rewritten.addAll(packs);
    }
  }
}
