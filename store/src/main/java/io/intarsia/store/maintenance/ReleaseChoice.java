package io.intarsia.store.maintenance;

import io.intarsia.store.GcPolicy;
import io.intarsia.store.PackId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which packs of dependent frames are to be compressed anew so that chunks can go which only they
 * keep alive: as long as too much of the store could be saved, those that save most for their
 * length, together with packs that are worth rewriting for what is dead in themselves.
 */
final class ReleaseChoice {
  private final Set<PackId> released = new HashSet<>();
  private double keptBytes;

  /** Packs that save something together; none of them if they save only what is dead in them. */
  private record Item(List<PackId> released, double savedBytes, double length, double deadBytes) {
    double part() {
      return (savedBytes + deadBytes) / Math.max(1, length);
    }
  }

  /**
   * Chooses.
   *
   * @param groups packs that keep chunks alive together
   * @param candidates packs that could be rewritten, and in which something is live
   * @param rewritten packs that are rewritten in any case
   * @param allLiveBytes stored bytes that stand for what is live by itself in the whole store
   */
  static ReleaseChoice of(
      Collection<BaseGroups.Group> groups,
      Collection<PackUse> candidates,
      Collection<PackUse> rewritten,
      double allLiveBytes,
      GcPolicy policy) {
    ReleaseChoice choice = new ReleaseChoice();
    List<Item> items = items(groups, candidates, rewritten, policy.rewriteBelow() / 100.0);
    items.sort(Comparator.comparingDouble(Item::part).reversed());
    double left = 0;
    for (Item item : items) {
      left += item.savedBytes + item.deadBytes;
    }
    for (Item item : items) {
      if (left > allLiveBytes * policy.slack() / 100) {
        left -= item.savedBytes + item.deadBytes;
        choice.released.addAll(item.released);
      } else {
        choice.keptBytes += item.savedBytes;
      }
    }
    return choice;
  }

  private static List<Item> items(
      Collection<BaseGroups.Group> groups,
      Collection<PackUse> candidates,
      Collection<PackUse> rewritten,
      double rewriteBelow) {
    Map<PackId, PackUse> uses = new HashMap<>();
    candidates.forEach(use -> uses.put(use.pack().id(), use));
    Set<PackId> free = new HashSet<>();
    rewritten.forEach(use -> free.add(use.pack().id()));
    for (PackUse use : candidates) {
      if (use.livePart() < rewriteBelow) {
        free.add(use.pack().id());
      }
    }
    List<Item> items = new ArrayList<>();
    Set<PackId> grouped = new HashSet<>();
    for (BaseGroups.Group group : groups) {
      double length = group.savedBytes();
      double dead = 0;
      boolean possible = group.savedBytes() > 0;
      for (PackId pack : group.packs()) {
        PackUse use = uses.get(pack);
        possible &= use != null || free.contains(pack);
        if (use != null && !free.contains(pack)) {
          dead += use.deadStoredBytes();
          length += use.pack().length();
        }
      }
      if (possible) {
        items.add(new Item(group.packs(), group.savedBytes(), length, dead));
        grouped.addAll(group.packs());
      }
    }
    for (PackUse use : candidates) {
      if (!free.contains(use.pack().id()) && !grouped.contains(use.pack().id())) {
        items.add(new Item(List.of(), 0, use.pack().length(), use.deadStoredBytes()));
      }
    }
    return items;
  }

  /** Packs of dependent frames that are to be compressed anew. */
  Set<PackId> released() {
    return released;
  }

  /** Stored bytes that could be saved and are not. */
  double keptBytes() {
    return keptBytes;
  }
}
