package io.intarsia.store.simulation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A disk with one file system, and what of it is durable. Names are absolute paths. */
final class Disk {
  private final TreeMap<String, Node> names = new TreeMap<>();
  private final Map<String, Node> durable = new TreeMap<>();
  private final List<Change> unsynced = new ArrayList<>();

  Disk() {
    Node root = new Node(true);
    names.put("/", root);
    durable.put("/", root);
  }

  static String parent(String name) {
    int slash = name.lastIndexOf('/');
    return slash <= 0 ? "/" : name.substring(0, slash);
  }

  @Nullable Node get(String name) {
    return names.get(name);
  }

  /** The first bytes of a file; fewer if it is shorter. */
  byte[] bytes(String name, int most) {
    Node node = names.get(name);
    if (node == null) {
      throw new AssertionError(name + " is missing");
    }
    byte[] bytes = new byte[Math.min(most, node.length())];
    node.read(0, bytes, bytes.length);
    return bytes;
  }

  boolean hasParent(String name) {
    Node parent = names.get(parent(name));
    return parent != null && parent.isDirectory();
  }

  /** The names in a directory, sorted. */
  List<String> children(String directory) {
    List<String> children = new ArrayList<>();
    for (String name : names.tailMap(directory + "/", false).keySet()) {
      if (!name.startsWith(directory + "/")) {
        break;
      }
      if (parent(name).equals(directory)) {
        children.add(name);
      }
    }
    return children;
  }

  Node create(String name, boolean isDirectory) {
    Node node = new Node(isDirectory);
    change(new Change(null, name, node));
    return node;
  }

  void delete(String name) {
    change(new Change(name, null, null));
  }

  void rename(String from, String to) {
    change(new Change(from, to, names.get(from)));
  }

  private void change(Change change) {
    change.apply(names);
    unsynced.add(change);
  }

  long usedBytes() {
    long used = 0;
    for (Node node : names.values()) {
      used += node.length();
    }
    return used;
  }

  /** Makes durable which names a directory holds. */
  void syncDirectory(String directory) {
    BitSet chosen = new BitSet();
    for (int i = 0; i < unsynced.size(); i++) {
      chosen.set(i, unsynced.get(i).isIn(directory));
    }
    makeDurable(chosen);
  }

  private void makeDurable(BitSet chosen) {
    addPrerequisites(chosen);
    List<Change> left = new ArrayList<>();
    for (int i = 0; i < unsynced.size(); i++) {
      if (chosen.get(i)) {
        unsynced.get(i).apply(durable);
      } else {
        left.add(unsynced.get(i));
      }
    }
    unsynced.clear();
    unsynced.addAll(left);
  }

  private void addPrerequisites(BitSet chosen) {
    for (int later = unsynced.size() - 1; later > 0; later--) {
      for (int i = 0; chosen.get(later) && i < later; i++) {
        if (unsynced.get(later).dependsOn(unsynced.get(i))) {
          chosen.set(i);
        }
      }
    }
  }

  /** Power fails: what was not synced remains in part, see docs/FAULTS.md. */
  void failPower(Random random) {
    BitSet kept = new BitSet();
    int count = unsynced.size();
    switch (random.nextInt(4)) {
      case 0 -> kept.clear();
      case 1 -> kept.set(0, count);
      case 2 -> kept.set(0, random.nextInt(count + 1));
      default -> {
        for (int i = 0; i < count; i++) {
          kept.set(i, random.nextBoolean());
        }
      }
    }
    makeDurable(kept);
    unsynced.clear();
    names.clear();
    names.put("/", new Node(true));
    durable.forEach((name, node) -> {
      if (hasParent(name)) { // sorted, so parents come first
        names.put(name, node.afterPowerFailure(random));
      }
    });
    durable.clear();
    durable.putAll(names);
  }
}
