package io.intarsia.library.compare;

import io.intarsia.formats.filesystem.FileType;
import io.intarsia.library.manifest.DirectoryEntry;
import io.intarsia.library.manifest.DirectoryObject;
import io.intarsia.library.manifest.ObjectSource;
import io.intarsia.library.view.Paths;
import io.intarsia.store.chunk.Fingerprint;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares trees, descending only where their fingerprints differ. */
final class TreeComparison {
  private final ObjectSource objects;
  private final List<byte[]> added = new ArrayList<>();
  private final List<byte[]> removed = new ArrayList<>();
  private final List<Comparison.Modified> modified = new ArrayList<>();
  private final ArrayDeque<Pair> todo = new ArrayDeque<>();

  private record Pair(byte[] path, @Nullable Fingerprint a, @Nullable Fingerprint b) {}

  TreeComparison(ObjectSource objects) {
    this.objects = objects;
  }

  Comparison result() {
    added.sort(Arrays::compareUnsigned);
    removed.sort(Arrays::compareUnsigned);
    modified.sort((x, y) -> Arrays.compareUnsigned(x.path(), y.path()));
    return new Comparison(added, removed, modified);
  }

  /**
   * Compares two trees, one of which may be missing.
   *
   * @param path of the roots: {@code /}, or with the partition before it
   */
  void compare(byte[] path, @Nullable DirectoryEntry a, @Nullable DirectoryEntry b)
      throws IOException {
    entries(path, a, b);
    while (!todo.isEmpty()) {
      Pair pair = todo.pop();
      directories(pair.path(), children(pair.a()), children(pair.b()));
    }
  }

  private void directories(byte[] path, List<DirectoryEntry> a, List<DirectoryEntry> b) {
    int i = 0;
    int j = 0;
    while (i < a.size() || j < b.size()) {
      int order = order(a, i, b, j);
      DirectoryEntry left = order <= 0 ? a.get(i++) : null;
      DirectoryEntry right = order >= 0 ? b.get(j++) : null;
      byte[] name = left != null ? left.name() : b.get(j - 1).name();
      entries(Paths.child(path, name), left, right);
    }
  }

  private static int order(List<DirectoryEntry> a, int i, List<DirectoryEntry> b, int j) {
    if (i >= a.size() || j >= b.size()) {
      return i >= a.size() ? 1 : -1;
    }
    return Arrays.compareUnsigned(a.get(i).name(), b.get(j).name());
  }

  private void entries(byte[] path, @Nullable DirectoryEntry a, @Nullable DirectoryEntry b) {
    if (a == null) {
      added.add(path);
    } else if (b == null) {
      removed.add(path);
    } else {
      List<String> changed = EntryDifference.between(a, b);
      if (!changed.isEmpty()) {
        modified.add(new Comparison.Modified(path, changed));
      }
    }
    Fingerprint left = directory(a);
    Fingerprint right = directory(b);
    boolean same = Objects.equals(left, right);
    if (!same) {
      todo.push(new Pair(path, left, right));
    }
  }

  private static @Nullable Fingerprint directory(@Nullable DirectoryEntry entry) {
    return entry != null && entry.type() == FileType.DIRECTORY ? entry.directory() : null;
  }

  private List<DirectoryEntry> children(@Nullable Fingerprint directory) throws IOException {
    List<DirectoryEntry> children = new ArrayList<>();
    if (directory != null) {
      DirectoryObject.read(objects, directory, children::add);
    }
    return children;
  }
}
