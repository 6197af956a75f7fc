package io.intarsia.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged catalog says so when it is checked, or it is the same as before. */
class DamageTest {
  private static final long SEED = 20260102;
  private static final int FLIPS = 800;
  private static final String STORE = "0123456789abcdef0123456789abcdef";
  private static final byte[] OBJECT = Changes.fingerprint(1);

  @TempDir Path folder;
  private Path file;
  private byte[] sound;
  private List<String> content;

  @BeforeEach
  void makeCatalog() throws IOException {
    file = folder.resolve("catalog.db");
    List<CatalogChange> changes = new Changes(new Random(SEED)).next(40);
    try (Catalog catalog = Catalog.open(file, Catalog.Mode.READ_WRITE)) {
      catalog.requireStore(STORE, Catalog.Mode.READ_WRITE);
      for (int i = 0; i < changes.size(); i++) {
        catalog.apply(i + 1, changes.get(i), Changes.payload(i + 1));
      }
      catalog.putDigest(OBJECT, OBJECT);
      content = FoldPropertiesTest.dump(catalog);
    }
    sound = Files.readAllBytes(file);
  }

  @Test
  void aFlippedBitIsFoundOrMeansNothing() throws IOException {
    Random random = new Random(SEED);
    int found = 0;
    for (int i = 0; i < FLIPS; i++) {
      byte[] damaged = sound.clone();
      int offset = i < 100 ? i : random.nextInt(sound.length);
      damaged[offset] ^= (byte) (1 << random.nextInt(8));
      if (isFound(damaged, "bit flipped at " + offset)) {
        found++;
      }
    }
    assertThat(found).isGreaterThan(FLIPS / 20);
  }

  @Test
  void aTruncatedFileIsFound() throws IOException {
    for (int length = 1; length < sound.length; length += 509) {
      byte[] damaged = Arrays.copyOf(sound, length);
      assertThat(isFound(damaged, "truncated to " + length)).as("length %d", length).isTrue();
    }
  }

  @Test
  void zeroedPagesAreFound() throws IOException {
    for (int page = 0; page < sound.length / 4096; page++) {
      byte[] damaged = sound.clone();
      Arrays.fill(damaged, page * 4096, (page + 1) * 4096, (byte) 0);
      assertThat(isFound(damaged, "zeroed page " + page)).as("page %d", page).isTrue();
    }
  }

  @Test
  void whatARecordSaysIsNotBelievedIfItWasChanged() throws IOException {
    try (Database database = new Opening(file, Schema.CURRENT).forWriting()) {
      database.updateOne("UPDATE record SET payload = ? WHERE number = 7", Changes.payload(8));
    }
    try (Catalog catalog = Catalog.open(file, Catalog.Mode.READ_ONLY)) {
      assertThat(catalog.record(8)).isEqualTo(Changes.payload(8));
      assertThatThrownBy(() -> catalog.record(7)).isInstanceOf(CatalogDamagedException.class);
      assertThatThrownBy(catalog::checkIntegrity).isInstanceOf(CatalogDamagedException.class);
    }
  }

  /** Answers may be missing before the check; errors must be of the catalog's types. */
  private static void askEverything(Catalog catalog) throws CatalogException {
    catalog.lastRecord();
    catalog.nextImageId();
    catalog.totals();
    catalog.roots();
    catalog.keepsAllRecords();
    for (long record = 1; record <= 40; record++) {
      catalog.record(record);
    }
    for (Image image : catalog.images()) {
      catalog.image(image.name());
      catalog.nextVersionNumber(image.id());
      for (Version version : catalog.versions(image.id(), true)) {
        catalog.children(version.id());
        for (VersionFileSystem fileSystem : catalog.fileSystems(version.id())) {
          catalog.newestVersionsWithFileSystem(String.valueOf(fileSystem.uuid()), 2);
        }
      }
    }
  }

  /** Whether the damage was reported; fails when it was not and something is different. */
  private boolean isFound(byte[] damaged, String what) throws IOException {
    Files.write(file, damaged);
    Files.deleteIfExists(Path.of(file + "-wal"));
    Files.deleteIfExists(Path.of(file + "-shm"));
    try (Catalog catalog = Catalog.open(file, Catalog.Mode.READ_ONLY)) {
      catalog.requireStore(STORE, Catalog.Mode.READ_ONLY);
      askEverything(catalog);
      catalog.checkIntegrity();
      assertThat(FoldPropertiesTest.dump(catalog)).as(what).isEqualTo(content);
      assertThat(catalog.digest(OBJECT)).as(what).isEqualTo(OBJECT);
      return false;
    } catch (CatalogDamagedException e) {
      assertThat(e).hasMessageContaining("intarsia rebuild catalog");
      return true;
    } catch (CatalogTooNewException | CatalogTooOldException e) {
      return true;
    } catch (CatalogException e) {
      return fail(what, e);
    }
  }
}
