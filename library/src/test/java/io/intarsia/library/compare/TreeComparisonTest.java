package io.intarsia.library.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.formats.filesystem.FileType;
import io.intarsia.library.fixture.MemoryObjects;
import io.intarsia.library.fixture.Seeded;
import io.intarsia.library.manifest.DirectoryEntry;
import io.intarsia.library.manifest.Entries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TreeComparisonTest {
  private final MemoryObjects objects = new MemoryObjects();

  /** Makes a tree, notes all its paths, and gives it a name. */
  private DirectoryEntry tree(
      Random random, String path, String name, int depth, Map<String, DirectoryEntry> paths)
      throws IOException {
    List<DirectoryEntry> entries = new ArrayList<>();
    for (char c = 'a'; c < 'g'; c++) {
      if (random.nextInt(3) == 0) {
        continue;
      }
      String child = (path.equals("/") ? "" : path) + "/" + c;
      if (depth < 3 && random.nextInt(3) > 0) {
        entries.add(tree(random, child, "" + c, depth + 1, paths));
      } else {
        entries.add(leaf(random, "" + c));
      }
      paths.put(child, entries.getLast());
    }
    return Entries.directory(name, Entries.write(objects, entries.toArray(DirectoryEntry[]::new)));
  }

  private static DirectoryEntry leaf(Random random, String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    Random few = new Random(random.nextInt(6));
    DirectoryEntry entry = Entries.random(bytes, few);
    while (entry.type() == FileType.DIRECTORY) {
      entry = Entries.random(bytes, few);
    }
    return entry;
  }

  @Test
  void findsWhatAComparisonOfAllPathsFinds() throws IOException {
    Random random = Seeded.random();
    for (int round = 0; round < 200; round++) {
      long seed = random.nextLong();
      TreeMap<String, DirectoryEntry> left = new TreeMap<>();
      TreeMap<String, DirectoryEntry> right = new TreeMap<>();
      DirectoryEntry a = tree(new Random(seed), "/", "", 0, left);
      DirectoryEntry b =
          tree(new Random(round % 5 == 0 ? seed : random.nextLong()), "/", "", 0, right);
      TreeComparison comparison = new TreeComparison(objects);
      comparison.compare(new byte[] {'/'}, a, b);
      check(comparison.result(), left, right);
    }
  }

  private static void check(
      Comparison found, Map<String, DirectoryEntry> left, Map<String, DirectoryEntry> right) {
    List<String> removed = new ArrayList<>(left.keySet());
    removed.removeAll(right.keySet());
    List<String> added = new ArrayList<>(right.keySet());
    added.removeAll(left.keySet());
    List<String> modified = new ArrayList<>();
    left.forEach((path, entry) -> {
      DirectoryEntry other = right.get(path);
      if (other != null && !own(entry).equals(own(other))) {
        modified.add(path);
      }
    });
    assertThat(text(found.removed())).isEqualTo(removed);
    assertThat(text(found.added())).isEqualTo(added);
    assertThat(found.modified().stream().map(m -> text(m.path())).toList()).isEqualTo(modified);
  }

  /** What an entry says of itself, without what is below it. */
  private static String own(DirectoryEntry entry) {
    return entry.type() == FileType.DIRECTORY ? "directory" : Entries.text(entry);
  }

  private static List<String> text(List<byte[]> paths) {
    return paths.stream().map(TreeComparisonTest::text).toList();
  }

  private static String text(byte[] path) {
    return new String(path, StandardCharsets.UTF_8);
  }
}
