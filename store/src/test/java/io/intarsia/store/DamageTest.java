package io.intarsia.store;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.intarsia.store.blob.DirectoryBlobs;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.MissingChunkException;
import io.intarsia.store.error.NoSuchStoreException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.maintenance.Gc;
import io.intarsia.store.maintenance.RebuildIndex;
import io.intarsia.store.maintenance.Verify;
import io.intarsia.store.maintenance.VerifyOptions;
import io.intarsia.store.maintenance.VerifyResult;
import io.intarsia.store.pack.PackLayout;
import io.intarsia.store.session.Condemned;
import io.intarsia.store.session.LocalCoordination;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every kind of file, truncated and with bits flipped: it is noticed, and never read as other data.
 */
class DamageTest {
  private static final long SEED = 42;
  private static final int FLIPS = 25;

  @TempDir Path temporary;
  private Path directory = Path.of("");
  private ModelLibrary library = new ModelLibrary(SEED);

  @BeforeEach
  void makeStore() throws IOException {
    directory = temporary.resolve("store");
    try (Store store = Store.create(directory, Samples.SMALL)) {
      for (int i = 0; i < 6; i++) {
        library.checkIn(store);
      }
      store.change(settings -> settings);
    }
    library.removeOne();
    try (Store reader = Store.open(directory, Access.READ);
        Store store = Store.open(directory, Access.WRITE)) {
      // while somebody reads, so that something stays condemned
      Gc.run(store, library, false);
      library.check(reader);
    }
  }

  private VerifyResult verify() throws IOException {
    return Verify.run(directory, VerifyOptions.full(), (done, of) -> {});
  }

  @Test
  void aSoundStoreVerifies() throws IOException {
    VerifyResult result = verify();
    assertThat(result.damaged()).isEmpty();
    assertThat(result.checkedChunks()).isPositive();
    assertThat(Verify.run(directory, VerifyOptions.quick(), (done, of) -> {}).damaged()).isEmpty();
    assertThat(Verify.run(directory, VerifyOptions.sample(50), (done, of) -> {}).checkedChunks())
        .isBetween(1L, result.checkedChunks() - 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"store", "store.copy", "settings", "condemned", "records", "index", "packs"})
  void everyTruncationIsNoticed(String part) throws IOException {
    for (Path file : files(part)) {
      byte[] whole = Files.readAllBytes(file);
      for (int length : new int[] {0, 1, 9, 31, whole.length / 2, whole.length - 1}) {
        if (length < whole.length) {
          check(file, Arrays.copyOf(whole, length), "cut to " + length);
        }
      }
      Files.write(file, whole);
    }
    assertThat(verify().damaged()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"store", "store.copy", "settings", "condemned", "records", "index", "packs"})
  void everyFlippedByteIsNoticed(String part) throws IOException {
    Random random = new Random(SEED);
    for (Path file : files(part)) {
      byte[] whole = Files.readAllBytes(file);
      for (int at : places(whole.length, random)) {
        byte[] flipped = whole.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        check(file, flipped, "seed " + SEED + ", byte " + at + " flipped");
      }
      Files.write(file, whole);
    }
    assertThat(verify().damaged()).isEmpty();
  }

  /** All of a small file, else the ends and a sample of the middle. */
  private static Set<Integer> places(int length, Random random) {
    Set<Integer> places = new HashSet<>();
    for (int i = 0; i < FLIPS; i++) {
      places.add(random.nextInt(length));
      places.add(Math.min(i * 3, length - 1));
      places.add(Math.max(0, length - 1 - i * 2));
    }
    return places;
  }

  private void check(Path file, byte[] damaged, String how) throws IOException {
    Files.write(file, damaged);
    String name = directory.relativize(file).toString();
    assertThat(verify().damaged())
        .as("%s %s", name, how)
        .anyMatch(damage -> damage.file().equals(name) || damage.what().contains(name));
    try (Store store = Store.open(directory, Access.READ)) {
      for (Map.Entry<Fingerprint, byte[]> entry : library.plain().entrySet()) {
        try {
          assertThat(store.reader().readChunk(entry.getKey()))
              .as("%s %s", name, how)
              .isEqualTo(entry.getValue());
        } catch (StoreException e) {
          assertThat(e).hasMessageNotContaining("null");
        }
      }
    } catch (StoreException e) {
      assertThat(e.getMessage()).contains(name);
    }
    boolean hasOtherVersion = name.equals("store") && saysOtherVersion(damaged);
    if (PackLayout.id(name) == null && !hasOtherVersion) {
      readAll(name + " " + how);
    }
  }

  /** Which may be the word of another Intarsia. */
  private static boolean saysOtherVersion(byte[] header) {
    return header.length >= 10
        && new String(header, 0, 8, StandardCharsets.US_ASCII).equals("INTSTOR\n")
        && (header[8] < 3 || header[8] > 4 || header[9] != 0);
  }

  /** What is not in packs costs no chunk. */
  private void readAll(String how) throws IOException {
    try (Store store = Store.open(directory, Access.READ_DAMAGED)) {
      for (Map.Entry<Fingerprint, byte[]> entry : library.plain().entrySet()) {
        assertThat(store.reader().readChunk(entry.getKey())).as(how).isEqualTo(entry.getValue());
      }
      assertThatThrownBy(store::inserter).isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> Gc.run(store, library, false)).isInstanceOf(StoreException.class);
    }
  }

  private List<Path> files(String part) throws IOException {
    Path root = directory.resolve(part);
    List<Path> files = new ArrayList<>();
    try (var all = Files.walk(root)) {
      all.filter(Files::isRegularFile).forEach(files::add);
    }
    // in condemned packs there is nothing to damage
    Condemned condemned = Condemned.read(new DirectoryBlobs(directory, "test"));
    files.removeIf(file -> {
      PackId id = PackLayout.id(directory.relativize(file).toString());
      return id != null && condemned.state(id) == Condemned.CONDEMNED;
    });
    if (files.isEmpty()) {
      fail("no files in " + part);
    }
    return files;
  }

  @Test
  void intactFramesOfAPackWithoutTableOfContentsAreRead() throws IOException {
    for (Path pack : files("packs")) {
      byte[] whole = Files.readAllBytes(pack);
      Arrays.fill(whole, whole.length - 60, whole.length, (byte) 0);
      Arrays.fill(whole, 0, 32, (byte) 0);
      Files.write(pack, whole);
    }
    try (Store store = Store.open(directory, Access.READ)) {
      library.check(store);
    }
    VerifyResult result = verify();
    assertThat(result.damaged()).isNotEmpty();
    assertThat(result.damaged()).allMatch(damage -> damage.lost().isEmpty());
    RebuildIndex.run(directory);
    try (Store store = Store.open(directory, Access.READ)) {
      library.check(store);
    }
  }

  @Test
  void aDamagedIndexSaysWhatToDoAndIsRebuilt() throws IOException {
    for (Path segment : files("index")) {
      byte[] whole = Files.readAllBytes(segment);
      whole[20]++;
      Files.write(segment, whole);
    }
    assertThatThrownBy(() -> Store.open(directory, Access.READ))
        .isInstanceOf(DamagedException.class)
        .hasMessageContaining("intarsia rebuild index");
    assertThat(verify().damaged()).isNotEmpty();
    RebuildIndex.RebuildResult result = RebuildIndex.run(directory);
    assertThat(result.unreadablePacks()).isEmpty();
    assertSoundAndComplete();
  }

  @Test
  void aLostIndexIsRebuilt() throws IOException {
    for (Path segment : files("index")) {
      Files.delete(segment);
    }
    try (Store store = Store.open(directory, Access.READ)) {
      library.check(store);
      assertThat(store.damages()).hasSize(1);
    }
    RebuildIndex.run(directory);
    assertSoundAndComplete();
  }

  @Test
  void gcDeletesNothingThatALostFileOfTheIndexNamed() throws IOException {
    for (Path segment : files("index")) {
      Path elsewhere = Files.move(segment, temporary.resolve("segment"));
      try (Store store = Store.open(directory, Access.WRITE)) {
        Gc.run(store, library, false);
      } catch (StoreException e) {
        assertThat(e).isInstanceOf(MissingChunkException.class);
      }
      if (Files.exists(segment)) {
        fail("the segment came back");
      }
      Files.move(elsewhere, segment);
      RebuildIndex.run(directory);
      assertSoundAndComplete();
    }
  }

  @Test
  void aDamagedPageOfTheIndexCostsNoChunk() throws IOException {
    for (Path segment : files("index")) {
      byte[] whole = Files.readAllBytes(segment);
      for (int page = 1; page < whole.length / 4096 - 1; page++) {
        whole[page * 4096 + 100]++;
      }
      Files.write(segment, whole);
    }
    try (Store store = Store.open(directory, Access.READ)) {
      library.check(store);
      assertThat(store.damages()).isNotEmpty();
      assertThatThrownBy(store::requireWritable).isInstanceOf(DamagedException.class);
    } catch (DamagedException e) {
      assertThat(e.file()).startsWith("index/");
    }
    readAll("damaged pages");
  }

  @Test
  void theHeaderIsWrittenAgainFromItsCopyAndTheOtherWayRound() throws IOException {
    LocalCoordination coordination = new LocalCoordination(directory);
    DirectoryBlobs raw = new DirectoryBlobs(directory, "test");
    for (String name : new String[] {"store", "store.copy"}) {
      byte[] whole = Files.readAllBytes(directory.resolve(name));
      for (byte[] damaged : new byte[][] {{}, new byte[64], Arrays.copyOf(whole, 63)}) {
        Files.write(directory.resolve(name), damaged);
        assertThat(StoreHeaderCopies.repair(raw, coordination)).containsExactly(name);
        assertThat(directory.resolve(name)).hasBinaryContent(whole);
      }
      Files.delete(directory.resolve(name));
      assertThat(Store.exists(directory)).isTrue();
      assertThat(verify().damaged()).anyMatch(damage -> damage.file().equals(name));
      assertThat(StoreHeaderCopies.repair(raw, coordination)).containsExactly(name);
      assertSoundAndComplete();
    }
    Path other = temporary.resolve("other");
    Store.create(other, Samples.SMALL).close();
    Files.copy(other.resolve("store"), directory.resolve("store"), REPLACE_EXISTING);
    assertThat(verify().damaged()).anyMatch(damage -> damage.file().equals("store.copy"));
    assertThat(StoreHeaderCopies.repair(raw, coordination)).isEmpty();
    Files.delete(directory.resolve("store"));
    Files.delete(directory.resolve("store.copy"));
    assertThatThrownBy(() -> Store.open(directory, Access.READ))
        .isInstanceOf(NoSuchStoreException.class);
  }

  private void assertSoundAndComplete() throws IOException {
    assertThat(verify().damaged()).isEmpty();
    try (Store store = Store.open(directory, Access.WRITE)) {
      library.check(store);
      library.checkIn(store);
      Gc.run(store, library, false);
      library.check(store);
    }
  }

  @Test
  void whatIsLostHasNoOtherCopy() throws IOException {
    // a second copy of everything, made while the first was not indexed
    List<Path> segments = files("index");
    for (Path segment : segments) {
      Files.move(segment, temporary.resolve(segment.getFileName()));
    }
    Set<Fingerprint> lonely = new HashSet<>(library.plain().keySet());
    List<Path> first = files("packs");
    Path elsewhere = temporary.resolve("elsewhere");
    Files.move(directory.resolve("packs"), elsewhere);
    Files.createDirectory(directory.resolve("packs"));
    try (Store store = Store.open(directory, Access.WRITE);
        Inserter inserter = store.inserter()) {
      int copies = 0;
      for (Map.Entry<Fingerprint, byte[]> entry : library.plain().entrySet()) {
        if (copies++ % 2 == 0) {
          lonely.remove(entry.getKey());
          inserter.putChunk(entry.getKey(), entry.getValue(), 0, entry.getValue().length);
        }
      }
      inserter.seal();
    }
    for (Path pack : first) {
      Path moved = elsewhere.resolve(directory.resolve("packs").relativize(pack));
      Files.createDirectories(pack.resolveSibling("."));
      byte[] bytes = Files.readAllBytes(moved);
      Arrays.fill(bytes, 40, bytes.length - 48, (byte) 7);
      Files.write(pack, bytes);
    }
    for (Path segment : segments) {
      Files.move(temporary.resolve(segment.getFileName()), segment);
    }
    Set<Fingerprint> affected = new HashSet<>();
    Set<Fingerprint> lost = new HashSet<>();
    for (VerifyResult.Damage damage : verify().damaged()) {
      affected.addAll(damage.affected());
      lost.addAll(damage.lost());
    }
    affected.retainAll(library.plain().keySet());
    lost.retainAll(library.plain().keySet());
    assertThat(affected).isNotEmpty();
    assertThat(lost).isNotEmpty().isSubsetOf(lonely);
    assertThat(affected).hasSizeGreaterThan(lost.size());
    try (Store store = Store.open(directory, Access.READ)) {
      for (Map.Entry<Fingerprint, byte[]> entry : library.plain().entrySet()) {
        if (!lonely.contains(entry.getKey())) {
          assertThat(store.reader().readChunk(entry.getKey())).isEqualTo(entry.getValue());
        }
      }
    }
  }
}
