package io.intarsia.store.maintenance;

import io.intarsia.store.PackId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Packs of dependent frames that keep the same chunks alive belong together: only if all of them
 * are compressed anew can these chunks go.
 */
final class BaseGroups {
  private final Map<PackId, Integer> numbers = new HashMap<>();
  private final List<PackId> packs = new ArrayList<>();
  private final List<Integer> parents = new ArrayList<>();
  private final List<Double> saved = new ArrayList<>();

  /**
   * Packs that keep chunks alive together.
   *
   * @param savedBytes stored bytes that would be saved if they were compressed anew without these
   */
  record Group(List<PackId> packs, double savedBytes) {}

  /** The number of a pack, which is alone at first. */
  int number(PackId pack) {
    Integer known = numbers.putIfAbsent(pack, packs.size());
    if (known != null) {
      return known;
    }
    packs.add(pack);
    parents.add(parents.size());
    saved.add(0.0);
    return packs.size() - 1;
  }

  PackId pack(int number) {
    return packs.get(number);
  }

  void join(int one, int other) {
    parents.set(root(one), root(other));
  }

  void save(int pack, double bytes) {
    saved.set(pack, saved.get(pack) + bytes);
  }

  /** All groups that keep anything. */
  List<Group> groups() {
    Map<Integer, List<PackId>> members = new LinkedHashMap<>();
    Map<Integer, Double> bytes = new HashMap<>();
    for (int i = 0; i < packs.size(); i++) {
      members.computeIfAbsent(root(i), _ -> new ArrayList<>()).add(packs.get(i));
      bytes.merge(root(i), saved.get(i), Double::sum);
    }
    List<Group> groups = new ArrayList<>();
    members.forEach((root, all) -> groups.add(new Group(all, bytes.getOrDefault(root, 0.0))));
    return groups;
  }

  private int root(int number) {
    int at = number;
    while (parents.get(at) != at) {
      parents.set(at, parents.get(parents.get(at)));
      at = parents.get(at);
    }
    return at;
  }
}
