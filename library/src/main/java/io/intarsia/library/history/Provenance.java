package io.intarsia.library.history;

import io.intarsia.catalog.Catalog;
import io.intarsia.catalog.Image;
import io.intarsia.catalog.Version;
import io.intarsia.catalog.VersionId;
import io.intarsia.library.workspace.VersionFinder;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Builds the tree of what was derived from what. */
public final class Provenance {
  private Provenance() {}

  /** The tree that holds a version, from its oldest ancestor down. */
  public static ProvenanceNode tree(Catalog catalog, VersionFinder.Found asked) throws IOException {
    Version oldest = asked.version();
    while (oldest.derivedFrom() != null) {
      Version parent = catalog.version(oldest.derivedFrom());
      if (parent == null) {
        break;
      }
      oldest = parent;
    }
    return tree(catalog, oldest, asked.version().id());
  }

  /** Builds children before parents, without recursion: a chain may have thousands of versions. */
  private static ProvenanceNode tree(Catalog catalog, Version root, VersionId asked)
      throws IOException {
    List<Version> order = new ArrayList<>();
    Map<VersionId, List<Version>> children = new HashMap<>();
    ArrayDeque<Version> todo = new ArrayDeque<>();
    todo.push(root);
    while (!todo.isEmpty()) {
      Version version = todo.pop();
      order.add(version);
      List<Version> derived = catalog.children(version.id());
      children.put(version.id(), derived);
      derived.forEach(todo::push);
    }
    Map<VersionId, ProvenanceNode> nodes = new HashMap<>();
    for (Version version : order.reversed()) {
      List<ProvenanceNode> derived = new ArrayList<>();
      for (Version child : children.getOrDefault(version.id(), List.of())) {
        ProvenanceNode node = nodes.remove(child.id());
        if (node != null) {
          derived.add(node);
        }
      }
      nodes.put(version.id(), node(catalog, version, asked, derived));
    }
    ProvenanceNode tree = nodes.get(root.id());
    if (tree == null) {
      throw new IllegalStateException("the root of the tree is not in it");
    }
    return tree;
  }

  private static ProvenanceNode node(
      Catalog catalog, Version version, VersionId asked, List<ProvenanceNode> derived)
      throws IOException {
    Image image = catalog.image(version.id().imageId());
    return new ProvenanceNode(
        image == null ? "?" : image.name(),
        (int) version.id().number(),
        VersionLists.time(version.created()),
        !version.present(),
        version.id().equals(asked),
        derived);
  }
}
