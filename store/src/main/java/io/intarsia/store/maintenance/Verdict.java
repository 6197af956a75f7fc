package io.intarsia.store.maintenance;

import io.intarsia.store.PackId;
import io.intarsia.store.StoreSettings;
import io.intarsia.store.index.IndexSegment;
import io.intarsia.store.index.IndexView;
import io.intarsia.store.index.SegmentPack;
import io.intarsia.store.pack.PackLayout;
import io.intarsia.store.session.Condemned;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which packs get another state. Under the commit lock; see docs/formats/session.md. */
final class Verdict {
  private final Map<PackId, PackUse> uses;
  private final Condemned condemned;
  private final Predicate<PackId> isCandidate;
  private final Map<PackId, Byte> changes = new HashMap<>();

  private Verdict(Map<PackId, PackUse> uses, IndexView now, Predicate<PackId> isCandidate) {
    this.uses = uses;
    this.condemned = now.condemned();
    this.isCandidate = isCandidate;
  }

  /**
   * Which packs of dependent frames are to be compressed anew so that what they keep can go.
   *
   * @param uses of the packs that were marked
   * @param now the index, read under the commit lock
   * @param isCandidate whether a pack's session is dead
   */
  static ReleaseChoice release(
      Map<PackId, PackUse> uses,
      List<BaseGroups.Group> groups,
      double keptBytes,
      IndexView now,
      Predicate<PackId> isCandidate,
      StoreSettings settings) {
    List<PackUse> candidates = new ArrayList<>();
    List<PackUse> retired = new ArrayList<>();
    double liveBytes = 0;
    for (PackUse use : uses.values()) {
      PackId id = use.pack().id();
      byte state = now.condemned().state(id);
      liveBytes += use.liveStoredBytes();
      if (!use.isDead() && isCandidate.test(id)) {
        (state == 0 ? candidates : retired).add(use);
      }
    }
    return ReleaseChoice.of(groups, candidates, retired, liveBytes - keptBytes, settings.gc());
  }

  /**
   * The changes.
   *
   * @param marked uses of the packs that were marked
   * @param uses the same less what is released
   * @param release what is compressed anew for the sake of that
   * @param now the index, read under the commit lock
   * @param orphans packs that no segment covers, of dead sessions
   * @param isCandidate whether a pack's session is dead
   * @param layout of the versions whose chunks are to lie together; null if none are
   */
  static Map<PackId, Byte> of(
      Map<PackId, PackUse> marked,
      Map<PackId, PackUse> uses,
      ReleaseChoice release,
      IndexView now,
      Collection<PackId> orphans,
      Predicate<PackId> isCandidate,
      StoreSettings settings,
      @Nullable Layout layout) {
    Verdict verdict = new Verdict(uses, now, isCandidate);
    marked.values().forEach(verdict::judge);
    verdict.retire(release, settings, layout);
    if (!verdict.changes.isEmpty()) {
      for (IndexSegment segment : now.segments()) {
        segment.packs().forEach(verdict::retireObjects);
      }
    }
    orphans.forEach(orphan -> verdict.changes.put(orphan, Condemned.CONDEMNED));
    return verdict.changes;
  }

  private void judge(PackUse use) {
    PackId id = use.pack().id();
    byte state = condemned.state(id);
    if (!isCandidate.test(id)) {
      return;
    }
    if (use.isDead() && state != Condemned.CONDEMNED) {
      changes.put(id, Condemned.CONDEMNED);
    } else if (!use.isDead() && state == Condemned.CONDEMNED) {
      changes.put(id, Condemned.RETIRED);
    }
  }

  private void retire(ReleaseChoice release, StoreSettings settings, @Nullable Layout layout) {
    List<PackUse> candidates = new ArrayList<>();
    double liveBytes = 0;
    for (PackUse use : uses.values()) {
      PackId id = use.pack().id();
      liveBytes += use.liveStoredBytes();
      if (!changes.containsKey(id) && condemned.state(id) == 0 && isCandidate.test(id)) {
        candidates.add(use);
      }
    }
    Set<PackId> anyway = new HashSet<>(release.released());
    anyway.removeIf(id -> condemned.state(id) != 0);
    Set<PackId> chosen =
        RewriteChoice.of(
            candidates,
            anyway,
            liveBytes,
            release.keptBytes(),
            settings.gc(),
            settings.options().packSize());
    if (layout != null) {
      chosen.addAll(layout.choose(candidates));
    }
    chosen.forEach(id -> changes.put(id, Condemned.RETIRED));
  }

  /** An object that is not live may have lost something below it: nobody may build on it. */
  private void retireObjects(SegmentPack pack) {
    PackUse use = uses.get(pack.id());
    boolean allLive = use != null && !use.hasDeadEntry();
    if (pack.kind() == PackLayout.OBJECTS && condemned.state(pack.id()) == 0 && !allLive) {
      changes.putIfAbsent(pack.id(), Condemned.RETIRED);
    }
  }
}
