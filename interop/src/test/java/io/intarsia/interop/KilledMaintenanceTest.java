package io.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.library.Libraries;
import io.intarsia.library.Library;
import io.intarsia.store.crypt.KeySource;
import io.intarsia.store.crypt.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A garbage collection, a merge of the index and a change of keys that are killed at any moment
 * leave a sound store with all its versions, and run again they succeed.
 */
class KilledMaintenanceTest {
  private static final long SEED = 20261122;
  private static final int KILLS = 3;
  private static final int IMAGE_BYTES = 8_000_000;
  private static final int SMALLEST_CHUNK = 4 << 10;
  private static final int MOST_SEGMENTS = 12;

  @TempDir Path directory = Path.of("");
  private final Random random = new Random(SEED);
  private final Map<String, Path> images = new TreeMap<>();
  private KeySource keys = KeySource.NONE;
  private List<Object> keyWords = List.of();

  /** Half of each pack is garbage, so that all are rewritten. */
  @Test
  void gc() throws Exception {
    Path store = directory.resolve("store");
    Stored.create(store);
    for (int i = 0; i < 3; i++) {
      Path image = Images.random(directory.resolve("image-" + i), SEED + i, 2 * IMAGE_BYTES);
      Stored.checkIn(store, image, "removed-" + i);
      Path half = Files.copy(image, directory.resolve("half-" + i));
      Images.resize(half, IMAGE_BYTES);
      images.put("half-" + i, half);
      Stored.checkIn(store, half, "half-" + i);
      Cli.at(store).good("remove", "removed-" + i + "@1");
    }
    long millis = millis(copy(store), "gc");
    for (int i = 0; i < KILLS; i++) {
      Path copy = copy(store);
      killed(copy, millis, "gc");
      assertComplete(copy);
      Cli.at(copy).good("gc");
      assertComplete(copy);
      assertThat(bytes(copy)).isLessThan(4L * IMAGE_BYTES);
    }
  }

  /** A check-in that finds too many segments merges them. */
  @Test
  void indexMerge() throws Exception {
    Path store = directory.resolve("store");
    Libraries.create(store, SMALLEST_CHUNK).close();
    Path due = copy(store);
    for (int segments = 0; segments <= names(store, "index").size(); ) {
      segments = names(store, "index").size();
      assertThat(segments).as("segments, and no merge").isLessThan(MOST_SEGMENTS);
      due = copy(store);
      String name = "image-" + images.size();
      images.put(name, Images.random(directory.resolve(name), SEED + images.size(), IMAGE_BYTES));
      Stored.checkIn(store, images.getOrDefault(name, store), name);
    }
    String last = "image-" + (images.size() - 1);
    Path image = images.getOrDefault(last, store);
    images.remove(last);
    long millis = millis(copy(due), "checkin", image, last);
    for (int i = 0; i < KILLS; i++) {
      Path copy = copy(due);
      if (i == 0) {
        killedWhenIndexChanges(copy, "checkin", image, "another");
      } else {
        killed(copy, millis, "checkin", image, "another");
      }
      assertComplete(copy);
      Cli.at(copy).good("checkin", image, "another");
      Stored.assertIs(copy, "another", image);
      assertComplete(copy);
    }
  }

  @Test
  void keyRotation() throws Exception {
    Path store = encrypted();
    long millis = millis(copy(store), "key", "rotate");
    for (int i = 0; i < KILLS; i++) {
      killed(store, millis, "key", "rotate");
      assertComplete(store);
    }
    rotateAndReencrypt(store);
  }

  @Test
  void reencryption() throws Exception {
    Path store = encrypted();
    long millis = millis(copy(store), "key", "rotate", "--reencrypt");
    for (int i = 0; i < KILLS; i++) {
      killed(store, millis, "key", "rotate", "--reencrypt");
      assertComplete(store);
    }
    rotateAndReencrypt(store);
  }

  /** With a version in it, and a key that is used from now on. */
  private Path encrypted() throws IOException {
    Path store = directory.resolve("store");
    Path key = Images.random(directory.resolve("key"), SEED, 64);
    keys = () -> Secret.of(Files.readAllBytes(key));
    keyWords = List.of("--key-file", key);
    Cli.at(store).good(with("init", "--encrypt"));
    images.put("image", Images.random(directory.resolve("image"), SEED, 4 * IMAGE_BYTES));
    Stored.checkIn(store, keys, images.getOrDefault("image", store), "image");
    return store;
  }

  private void rotateAndReencrypt(Path store) throws IOException {
    int epoch = Cli.at(store).json(with("key", "rotate", "--reencrypt")).get("dataKey").intValue();
    assertThat(epoch).isGreaterThan(1);
    for (String pack : names(store, "packs")) {
      assertThat(Files.readAllBytes(store.resolve(pack))[12]).as(pack).isEqualTo((byte) epoch);
    }
    assertComplete(store);
  }

  private Object[] with(Object... words) {
    List<Object> all = new ArrayList<>(keyWords);
    all.addAll(List.of(words));
    return all.toArray();
  }

  private Path copy(Path store) throws IOException {
    Path copy = Files.createTempDirectory(directory, "copy").resolve("store");
    Tool.run("cp", "-a", store, copy);
    return copy;
  }

  /** How long a command takes that nobody kills. */
  private long millis(Path store, Object... words) {
    long start = System.nanoTime();
    Cli.at(store).good(with(words));
    Tool.run("rm", "-r", store);
    return (System.nanoTime() - start) / 1_000_000;
  }

  /** Mostly after the start of the process, which takes a third of the time or more. */
  private void killed(Path store, long millis, Object... words) throws Exception {
    Cli.Running running = Cli.at(store).start(with(words));
    running.process().waitFor(random.nextLong(millis / 3, millis + 1), TimeUnit.MILLISECONDS);
    kill(running);
  }

  private void killedWhenIndexChanges(Path store, Object... words) throws Exception {
    List<String> before = segments(store);
    Cli.Running running = Cli.at(store).start(with(words));
    while (segments(store).equals(before) && running.process().isAlive()) {
      Thread.sleep(2);
    }
    kill(running);
  }

  /** Files that may be deleted at any moment, so nothing is asked about them but their names. */
  private static List<String> segments(Path store) throws IOException {
    try (Stream<Path> files = Files.list(store.resolve("index"))) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  private static void kill(Cli.Running running) {
    running.process().destroyForcibly();
    Cli.end(running);
  }

  private void assertComplete(Path store) throws IOException {
    Stored.assertSound(store, keys);
    try (Library library = Libraries.open(store, keys)) {
      assertThat(library.list()).hasSizeGreaterThanOrEqualTo(images.size());
    }
    for (Map.Entry<String, Path> image : images.entrySet()) {
      Stored.assertIs(store, keys, image.getKey(), image.getValue());
    }
  }

  private static long bytes(Path store) throws IOException {
    long bytes = 0;
    for (String pack : names(store, "packs")) {
      bytes += Files.size(store.resolve(pack));
    }
    return bytes;
  }

  private static List<String> names(Path store, String folder) throws IOException {
    try (Stream<Path> files = Files.walk(store.resolve(folder))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> store.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
