package io.intarsia.library.extract;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.formats.filesystem.FileType;
import io.intarsia.library.error.LibraryException;
import io.intarsia.library.manifest.DirectoryEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random trees of names and links that lead out, in any order; whatever happens, nothing outside
 * changes.
 */
class ExtractRandomTreeTest {
  private static final int TREES = 25;
  private static final String[] NAMES = {
    "", ".", "..", "a", "b", "c", "d", "...", "../a", "a/b", "/a", "a/", "\0", "a\0", "\u00ff\n"
  };

  @TempDir private Path temporary;

  private final long seed = Long.getLong("intarsia.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void nothingOutsideChanges() throws IOException {
    System.out.println("-Dintarsia.seed=" + seed);
    Path victim = Files.createDirectory(temporary.resolve("victim"));
    Files.writeString(victim.resolve("a"), "untouched");
    List<String> before = state(victim);
    for (int i = 0; i < TREES; i++) {
      Path ground = Files.createDirectory(temporary.resolve("ground" + i));
      try (StoredTree tree = new StoredTree(temporary.resolve("store" + i))) {
        DirectoryEntry root = directory(tree, "", victim, 4);
        List<List<byte[]>> links = Stream.generate(this::group).limit(20).toList();
        extract(tree, root, ground.resolve("in"), links);
      }
      assertThat(ground.toFile().list()).as("seed " + seed).containsExactly("in");
      assertThat(state(victim)).as("seed " + seed).isEqualTo(before);
    }
  }

  /** Into an empty place and again into what is there then. */
  private static void extract(
      StoredTree tree, DirectoryEntry root, Path into, List<List<byte[]>> links)
      throws IOException {
    tree.extract(root, into, links);
    try {
      tree.extract(root, into);
    } catch (LibraryException e) {
      assertThat(e).hasMessageContaining("exists already");
    }
  }

  private DirectoryEntry directory(StoredTree tree, String name, Path victim, int depth)
      throws IOException {
    DirectoryEntry[] entries = new DirectoryEntry[random.nextInt(2 + 2 * depth)];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = entry(tree, victim, depth - 1);
    }
    return tree.directory(name, 0700 | random.nextInt(010000), entries);
  }

  private DirectoryEntry entry(StoredTree tree, Path victim, int depth) throws IOException {
    String name = name();
    return switch (random.nextInt(6)) {
      case 0 -> tree.file(name, "overwritten " + random.nextInt(3));
      case 1 -> StoredTree.symlink(name, target(victim));
      case 2 -> StoredTree.special(name, FileType.FIFO);
      case 3 -> StoredTree.claiming(name, random.nextLong(1L << 40));
      default ->
          depth == 0
              ? StoredTree.symlink(name, target(victim))
              : directory(tree, name, victim, depth);
    };
  }

  private String name() {
    return NAMES[random.nextInt(NAMES.length)];
  }

  private String target(Path victim) {
    return switch (random.nextInt(4)) {
      case 0 -> victim.toString();
      case 1 -> victim + "/a";
      case 2 -> "../".repeat(1 + random.nextInt(4)) + "victim";
      default -> name();
    };
  }

  private List<byte[]> group() {
    List<byte[]> paths = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      StringBuilder path = new StringBuilder();
      for (int depth = random.nextInt(4); depth > 0; depth--) {
        path.append('/').append(name());
      }
      paths.add(StoredTree.bytes(path.toString()));
    }
    return paths;
  }

  private static List<String> state(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.map(ExtractRandomTreeTest::stateOf).sorted().toList();
    }
  }

  private static String stateOf(Path file) {
    try {
      return file
          + " "
          + Files.readAttributes(
                  file, "unix:mode,uid,nlink,lastModifiedTime,size", LinkOption.NOFOLLOW_LINKS)
              .entrySet()
              .stream()
              .map(Object::toString)
              .sorted()
              .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
