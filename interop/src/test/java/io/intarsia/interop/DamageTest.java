package io.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.library.Libraries;
import io.intarsia.library.Library;
import io.intarsia.library.damage.DamageMarks;
import io.intarsia.library.maintenance.VerifyResult;
import io.intarsia.library.progress.Progress;
import io.intarsia.store.Access;
import io.intarsia.store.Store;
import io.intarsia.store.crypt.KeySource;
import io.intarsia.store.crypt.Secret;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.pack.PackLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Every kind of file of a store, encrypted or not, truncated or with a byte flipped: verify names
 * it and the versions that cannot be read, or nothing that anybody reads has changed; check-out
 * gives the image or says what is damaged and leaves no file; other images still come out. Files
 * other than packs cost no image, and are mended by repair.
 */
@ParameterizedClass(name = "encrypted: {0}")
@ValueSource(booleans = {false, true})
class DamageTest {
  private static final long SEED = 20260109;
  private static final int FLIPS_PER_FILE = Boolean.getBoolean("intarsia.long") ? 40 : 4;
  private static final int FILES_PER_KIND = 10;

  @Parameter boolean isEncrypted;
  @TempDir Path directory = Path.of("");
  private Path sound = Path.of("");
  private Path key = Path.of("");
  private KeySource keys = KeySource.NONE;
  private final Map<String, Path> images = new TreeMap<>();

  /** A store that has a file of each kind. */
  @BeforeEach
  void makeStore() throws IOException {
    sound = directory.resolve("sound");
    key = Images.random(directory.resolve("key"), SEED, 64);
    Cli cli = Cli.at(sound);
    if (isEncrypted) {
      keys = () -> Secret.of(Files.readAllBytes(key));
      cli.good(with("init", "--encrypt"));
    } else {
      cli.good("init");
    }
    Path tree = Images.tree(directory.resolve("tree"), 8);
    images.put("disk", Images.ext(directory.resolve("disk.img"), "-t ext4", tree, "8M"));
    images.put("noise", Images.random(directory.resolve("noise.img"), SEED, 700_000));
    Path gone = Images.random(directory.resolve("gone.img"), SEED + 1, 300_000);
    Stored.checkIn(sound, keys, gone, "gone");
    cli.good(with("config", "compression.level", "3"));
    if (isEncrypted) {
      cli.good(with("key", "rotate"));
    }
    for (Map.Entry<String, Path> each : images.entrySet()) {
      cli.good(with("checkin", each.getValue(), each.getKey()));
    }
    images.put("resembling", resembling(tree));
    cli.good(with("checkin", images.get("resembling"), "resembling", "--derived-from", "disk@1"));
    cli.good(with("remove", "gone@1"));
    try (Store reader = Store.open(sound, Access.READ, keys)) {
      // so that something stays condemned
      cli.good(with("gc"));
      assertThat(reader.directory()).isEqualTo(sound);
    }
    cli.good(with("verify", "--sample", "50%"));
    assertThat(isEncrypted || hasDependentPack()).isTrue();
  }

  private boolean hasDependentPack() throws IOException {
    try (Stream<Path> packs = Files.walk(sound.resolve("packs"))) {
      for (Path pack : (Iterable<Path>) packs.filter(Files::isRegularFile)::iterator) {
        if (Files.readAllBytes(pack)[10] == PackLayout.DEPENDENT) {
          return true;
        }
      }
    }
    return false;
  }

  /** A disk of files of which what is stored builds on another disk's. */
  private Path resembling(Path tree) throws IOException {
    try (Stream<Path> files = Files.list(tree.resolve("usr/share"))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        byte[] bytes = Files.readAllBytes(file);
        byte[] shifted = Arrays.copyOf(new byte[] {1}, bytes.length + 1);
        System.arraycopy(bytes, 0, shifted, 1, bytes.length);
        Files.write(file, shifted);
      }
    }
    return Images.ext(directory.resolve("resembling.img"), "-t ext4", tree, "8M");
  }

  /** The words of a command, and the key if there is one. */
  private Object[] with(Object... words) {
    List<Object> all = new ArrayList<>(isEncrypted ? List.of("--key-file", key) : List.of());
    all.addAll(List.of(words));
    return all.toArray();
  }

  /** One damage: what is done to a file, in words and in deed. */
  private record Damage(String words, int place, int bit) {
    static final Damage MISSING = new Damage("missing", -1, -1);

    void apply(Path file) throws IOException {
      byte[] bytes = Files.readAllBytes(file);
      if (place < 0) {
        Files.delete(file);
      } else if (bit < 0) {
        Images.resize(file, place);
      } else {
        bytes[place] ^= (byte) (1 << bit);
        Files.write(file, bytes);
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> everyKindOfFile() throws IOException {
    Random random = new Random(SEED);
    List<DynamicTest> tests = new ArrayList<>();
    for (Map.Entry<String, List<Path>> kind : kinds().entrySet()) {
      for (Path file :
          kind.getValue().subList(0, Math.min(FILES_PER_KIND, kind.getValue().size()))) {
        String name = sound.relativize(file).toString();
        List<Damage> damages = damages((int) Files.size(file), random);
        tests.add(DynamicTest.dynamicTest(name, () -> assertEach(name, damages)));
      }
    }
    return tests.stream();
  }

  /** The files of the store by folder and ending. */
  private Map<String, List<Path>> kinds() throws IOException {
    Map<String, List<Path>> kinds = new TreeMap<>();
    try (Stream<Path> files = Files.walk(sound)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
        if (Files.size(file) > 0) {
          String name = sound.relativize(file).toString();
          String folder = name.contains("/") ? name.substring(0, name.indexOf('/')) : name;
          kinds.computeIfAbsent(folder, _ -> new ArrayList<>()).add(file);
        }
      }
    }
    assertThat(kinds)
        .containsKeys("store", "packs", "index", "records", "settings", "condemned", "verified")
        .containsKey(isEncrypted ? "catalog-2.db" : "catalog.db");
    if (isEncrypted) {
      assertThat(kinds).containsKeys("keys", "keys.copy");
    }
    return kinds;
  }

  private static List<Damage> damages(int size, Random random) {
    List<Damage> damages = new ArrayList<>(List.of(Damage.MISSING));
    for (int length : new int[] {0, size / 2, size - 1}) {
      damages.add(new Damage("cut to " + length + " of " + size, length, -1));
    }
    for (int i = 0; i < FLIPS_PER_FILE; i++) {
      // Half of the flips where headers and tables are, at the ends.
      int edge = Math.min(size, 64);
      int place =
          switch (i % 4) {
            case 0 -> random.nextInt(edge);
            case 1 -> size - 1 - random.nextInt(edge);
            default -> random.nextInt(size);
          };
      damages.add(new Damage("flipped at " + place + " of " + size, place, random.nextInt(8)));
    }
    return damages;
  }

  private void assertEach(String name, List<Damage> damages) throws IOException {
    for (Damage damage : damages) {
      Path store = directory.resolve("damaged");
      Tool.run("cp", "-a", sound, store);
      damage.apply(store.resolve(name));
      try {
        assertFoundOrHarmless(store, name, name + " " + damage.words);
        if (!name.startsWith("packs/") && damage.bit < 0) {
          assertMended(store, name + " " + damage.words);
        }
      } finally {
        Tool.run("rm", "-rf", store, directory.resolve("verified"));
      }
    }
  }

  private void assertFoundOrHarmless(Path store, String file, String what) throws IOException {
    Path copy = directory.resolve("verified");
    Tool.run("cp", "-a", store, copy);
    Found found = verify(copy, file, what);
    Tool.run("rm", "-r", copy);
    assertThat(found.anything() || listing(store).equals(listing(sound)))
        .as("%s: verify finds nothing, and the listing differs", what)
        .isTrue();
    for (Map.Entry<String, Path> image : images.entrySet()) {
      String problem = problemOfCheckOut(store, image.getKey(), image.getValue(), what);
      if (problem != null) {
        // the version in a damaged header may be the word of another Intarsia
        assertThat(file).as("%s: %s", what, problem).matches("packs/.*|store");
        String version = image.getKey() + "@1";
        assertThat(found.versions()).as("%s: %s, verify", what, problem).contains(version);
        assertThat(problem).as(what).contains(Path.of(file).getFileName().toString());
      }
    }
  }

  private void assertMended(Path store, String what) throws IOException {
    try (Library library = Libraries.open(store, keys)) {
      assertThat(library.repair(List.of(), keys, Progress.none()).damaged()).as(what).isEmpty();
    }
    Stored.assertSound(store, keys);
    for (Map.Entry<String, Path> image : images.entrySet()) {
      Stored.assertIs(store, keys, image.getKey(), image.getValue());
    }
    assertThat(listing(store)).as(what).isEqualTo(listing(sound));
  }

  /** What list and versions say, or how they fail. */
  private String listing(Path store) {
    try (Library library = Libraries.open(store, keys)) {
      StringBuilder text = new StringBuilder(library.list().toString());
      for (String name : images.keySet()) {
        text.append(library.versions(name));
      }
      return text.toString();
    } catch (IOException e) {
      return "failed: " + e.getMessage();
    }
  }

  /** Whether verify found anything, and the versions that it says cannot be read. */
  private record Found(boolean anything, Set<String> versions) {}

  /** What verify says; if that something is wrong, then also with which file. */
  private Found verify(Path store, String file, String what) throws IOException {
    try (Library library = Libraries.open(store, keys)) {
      List<VerifyResult.Damage> damaged = library.verify(false, 100, Progress.none()).damaged();
      Set<String> versions = new TreeSet<>();
      damaged.forEach(damage -> versions.addAll(damage.versions()));
      if (!damaged.isEmpty()) {
        // of a file of the index that is gone nobody knows the name
        assertThat(damaged)
            .as(what)
            .anyMatch(damage ->
                (damage.file() + damage.what()).contains(file)
                    || (damage.file().equals("index") && file.startsWith("index/")));
      }
      return new Found(!damaged.isEmpty(), versions);
    } catch (StoreException e) {
      assertThat(e.getMessage()).as(what).contains(Path.of(file).getFileName().toString());
      return new Found(true, Set.of("disk@1", "noise@1", "resembling@1"));
    } catch (RuntimeException e) {
      throw new AssertionError(what, e);
    }
  }

  /** Null if the image comes back; else there must be no file, and what the error says. */
  private @Nullable String problemOfCheckOut(Path store, String name, Path image, String what)
      throws IOException {
    Path out = directory.resolve("out");
    try {
      Stored.checkOut(store, keys, name, out);
      assertThat(Files.mismatch(image, out)).as("%s: %s comes back", what, name).isEqualTo(-1);
      Files.delete(out);
      return null;
    } catch (IOException e) {
      assertThat(out).as(what).doesNotExist();
      return String.valueOf(e.getMessage());
    } catch (RuntimeException e) {
      throw new AssertionError(what, e);
    }
  }

  @Test
  void exitStatusAndWordsOfTheCommands() throws IOException {
    Path pack = damagePackOfNoise();
    Cli cli = Cli.at(sound);
    Cli.Outcome verify = cli.run(with("verify", "--json"));
    assertThat(verify.status()).as(verify.err()).isEqualTo(3);
    assertThat(new String(verify.out(), StandardCharsets.UTF_8))
        .contains(pack.getFileName().toString())
        .contains("noise@1")
        .doesNotContain("disk@1");
    Path out = directory.resolve("out");
    Cli.Outcome checkOut = cli.run(with("checkout", "noise", out));
    assertThat(checkOut.status()).as(checkOut.err()).isEqualTo(3);
    assertThat(checkOut.err()).contains(pack.getFileName().toString());
    assertThat(out).doesNotExist();
    Stored.assertIs(sound, keys, "disk", images.getOrDefault("disk", sound));
  }

  /** As {@code repair --help} promises, also where the version is what is damaged. */
  @Test
  void settingsOfAVersionThatNobodyWroteAreMadeAnew() throws IOException {
    new Damage("the version flipped", 8, 1).apply(sound.resolve("settings"));
    Cli cli = Cli.at(sound);
    Cli.Outcome checkOut = cli.run(with("checkout", "noise", directory.resolve("out")));
    assertThat(checkOut.status()).isZero();
    assertThat(checkOut.err()).contains("settings is damaged").contains("intarsia repair");
    Path file = images.getOrDefault("noise", sound);
    Cli.Outcome checkIn = cli.run(with("checkin", file, "again"));
    assertThat(checkIn.status()).isEqualTo(3);
    assertThat(checkIn.err()).contains("settings is damaged");
    cli.good(with("repair"));
    Stored.assertSound(sound, keys);
    Stored.assertIs(sound, keys, "noise", images.getOrDefault("noise", sound));
  }

  /** In each way that leaves no table of contents, and in which an encrypted file can end. */
  @Test
  void aPackThatIsCutShortIsNamedWithItsVersionsAndRepaired() throws IOException {
    Path pack = dataPackOf(images.getOrDefault("noise", sound));
    Path copy = directory.resolve("copy");
    Tool.run("cp", "-a", sound, copy);
    int size = (int) Files.size(pack);
    for (int length : new int[] {0, 31, 63, 64, 79, 80, 64 + (16 << 10) + 16 + 5, size / 2}) {
      Damage damage = new Damage("cut to " + length, length, -1);
      damage.apply(pack);
      String name = sound.relativize(pack).toString();
      assertThat(verified(sound))
          .as(damage.words)
          .anyMatch(found -> found.file().equals(name) && found.versions().contains("noise@1"))
          .allMatch(found -> found.file().equals(name) && !found.versions().contains("disk@1"));
      try (Library library = Libraries.open(sound, keys)) {
        assertThat(library.repair(List.of(copy), keys, Progress.none()).damaged())
            .as(damage.words)
            .isEmpty();
      }
      Stored.assertIs(sound, keys, "noise", images.getOrDefault("noise", sound));
      // also where nothing needs it any more
      Stored.assertSound(sound, keys);
      Cli.at(sound).good(with("gc"));
      Tool.run("rm", "-rf", sound);
      Tool.run("cp", "-a", copy, sound);
    }
  }

  /** What a verification remembers is only remembered: the next one finds the same again. */
  @Test
  void marksOfDamageThatAreDamaged() throws IOException {
    damagePackOfNoise();
    List<VerifyResult.Damage> first = verified(sound);
    assertThat(first).isNotEmpty();
    Path marks = sound.resolve(DamageMarks.KEY);
    byte[] before = Files.readAllBytes(marks);
    for (Damage damage : damages(before.length, new Random(SEED))) {
      damage.apply(marks);
      assertThat(listing(sound)).as(damage.words).contains("noise").doesNotContain("failed");
      assertThat(verified(sound)).as(damage.words).isEqualTo(first);
      assertThat(marks).as(damage.words).hasSize(before.length);
      assertThat(verified(sound)).as(damage.words).isEqualTo(first);
    }
  }

  private List<VerifyResult.Damage> verified(Path store) throws IOException {
    try (Library library = Libraries.open(store, keys)) {
      return library.verify(false, 100, Progress.none()).damaged();
    }
  }

  private Path damagePackOfNoise() throws IOException {
    Path pack = dataPackOf(images.getOrDefault("noise", sound));
    byte[] bytes = Files.readAllBytes(pack);
    bytes[bytes.length / 3] ^= 1;
    Files.write(pack, bytes);
    return pack;
  }

  /** Bytes that nothing compresses make the pack at least as large as the image. */
  private Path dataPackOf(Path image) throws IOException {
    try (Stream<Path> packs = Files.walk(sound.resolve("packs"))) {
      for (Path pack : (Iterable<Path>) packs.filter(Files::isRegularFile)::iterator) {
        long size = Files.size(pack);
        if (size >= Files.size(image) && size < Files.size(image) + 20_000) {
          return pack;
        }
      }
    }
    throw new AssertionError("no pack is as large as " + image);
  }

  @Test
  void lostIndexAndCatalogAreRebuilt() throws IOException {
    Tool.script(sound, "rm -f index/* catalog*.db*");
    Cli cli = Cli.at(sound);
    cli.good(with("rebuild", "index"));
    cli.good(with("rebuild", "catalog"));
    JsonNode list = cli.json(with("list"));
    assertThat(list).hasSize(3);
    for (Map.Entry<String, Path> image : images.entrySet()) {
      Stored.assertIs(sound, keys, image.getKey(), image.getValue());
    }
    Stored.assertSound(sound, keys);
  }
}
