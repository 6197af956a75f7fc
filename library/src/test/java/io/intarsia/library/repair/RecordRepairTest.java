package io.intarsia.library.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.catalog.CatalogDamagedException;
import io.intarsia.library.Libraries;
import io.intarsia.library.Library;
import io.intarsia.library.checkin.CheckInRequest;
import io.intarsia.library.fixture.Seeded;
import io.intarsia.library.maintenance.VerifyRequest;
import io.intarsia.library.maintenance.VerifyResult.Damage;
import io.intarsia.library.progress.Progress;
import io.intarsia.library.reference.ImageReference;
import io.intarsia.store.StoreOptions;
import io.intarsia.store.crypt.KeySource;
import io.intarsia.store.crypt.Secret;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.frame.TwinCrc;
import io.intarsia.store.record.RecordFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that are damaged or missing are written again from the catalog, and only they. */
@ParameterizedClass(name = "encrypted: {0}")
@ValueSource(booleans = {false, true})
class RecordRepairTest {
  private static final int RECORDS = 5;
  private static final StoreOptions OPTIONS = StoreOptions.ofChunkSize(4096);

  @Parameter boolean isEncrypted;
  @TempDir Path temporary;
  private final Random random = Seeded.random();
  private final byte[] key = Seeded.bytes(random, 40);
  private final KeySource keys = () -> Secret.of(key.clone());
  private Path store;

  @BeforeEach
  void makeStore() throws IOException {
    store = temporary.resolve("store");
    key[0] = 0; // no text
    if (isEncrypted) {
      Libraries.createEncrypted(store, OPTIONS, Secret.of(key.clone())).library().close();
    } else {
      Libraries.create(store, OPTIONS).close();
    }
    try (Library library = open(store)) {
      for (int i = 1; i <= RECORDS - 1; i++) {
        checkIn(library, "image" + i);
      }
      library.remove(ImageReference.parse("image2"), false);
    }
  }

  private Library open(Path directory) throws IOException {
    return Libraries.open(directory, keys);
  }

  private void checkIn(Library library, String name) throws IOException {
    Path disk = Files.write(temporary.resolve("disk"), Seeded.bytes(random, 10_000));
    library.checkIn(CheckInRequest.of(disk, name), Progress.none());
  }

  private Path record(long number) {
    return store.resolve(RecordFile.key(number));
  }

  private Path catalog() {
    return store.resolve("catalog.db");
  }

  private List<Damage> verified() throws IOException {
    try (Library library = open(store)) {
      return library.verify(VerifyRequest.full(), Progress.none()).damaged();
    }
  }

  private RepairResult repaired() throws IOException {
    try (Library library = open(store)) {
      return library.repair(List.of(), keys, Progress.none());
    }
  }

  private void assertSound() throws IOException {
    assertThat(verified()).isEmpty();
    try (Library library = open(store)) {
      assertThat(library.list()).hasSize(RECORDS - 2);
    }
  }

  /** What can become of a file. */
  private enum Fate {
    FLIPPED,
    CUT,
    EMPTY,
    MISSING;

    void befall(Path file, Random random) throws IOException {
      byte[] bytes = Files.readAllBytes(file);
      switch (this) {
        case FLIPPED -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        case CUT -> bytes = Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length - 1));
        case EMPTY -> bytes = new byte[0];
        case MISSING -> {
          Files.delete(file);
          return;
        }
      }
      Files.write(file, bytes);
    }

    String words() {
      return this == MISSING ? "was missing" : "was damaged";
    }
  }

  @Test
  void aRecordThatIsDamagedOrMissingIsWrittenAgain() throws IOException {
    for (Fate fate : Fate.values()) {
      for (int number : new int[] {1, 3, RECORDS}) {
        String what = fate + " " + number;
        byte[] before = Files.readAllBytes(record(number));
        fate.befall(record(number), random);
        assertThat(verified())
            .as(what)
            .anyMatch(damage -> (damage.file() + damage.what()).contains(RecordFile.key(number)));
        RepairResult result = repaired();
        assertThat(result.damaged()).as(what).isEmpty();
        assertThat(result.damagedFiles()).as(what).isEqualTo(1);
        assertThat(result.notes())
            .as(what)
            .containsExactly(
                RecordFile.key(number)
                    + " "
                    + fate.words()
                    + " and was written again from the catalog");
        if (!isEncrypted) {
          assertThat(record(number)).as(what).hasBinaryContent(before);
        }
        assertSound();
      }
    }
    try (Library library = open(store)) {
      library.rebuildCatalog(Progress.none());
      checkIn(library, "after");
    }
    assertThat(record(RECORDS + 1)).exists();
    assertThat(verified()).isEmpty();
  }

  @Test
  void allRecordsAreWrittenAgainAndThoseThatCanBeReadAreNot() throws IOException {
    byte[] sound = Files.readAllBytes(record(4));
    Object file = Files.getAttribute(record(4), "unix:ino");
    for (int number : new int[] {1, 2, 3, 5}) {
      Fate.values()[random.nextInt(Fate.values().length)].befall(record(number), random);
    }
    assertThat(repaired().notes()).hasSize(4);
    assertThat(record(4)).hasBinaryContent(sound);
    assertThat(Files.getAttribute(record(4), "unix:ino")).isEqualTo(file);
    assertSound();
    for (int number = 1; number <= RECORDS; number++) {
      Files.delete(record(number));
    }
    Files.delete(record(1).resolveSibling(""));
    assertThat(repaired().notes()).hasSize(RECORDS);
    assertSound();
    try (Stream<Path> left = Files.list(store.resolve("tmp"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aDamagedCatalogIsNotBelieved() throws IOException {
    Files.delete(record(3));
    byte[] bytes = Files.readAllBytes(catalog());
    Arrays.fill(bytes, 4096, 2 * 4096, (byte) 0x55);
    Files.write(catalog(), bytes);
    assertThatThrownBy(this::repaired).isInstanceOf(CatalogDamagedException.class);
    assertThat(record(3)).doesNotExist();
    assertThat(verified()).anyMatch(damage -> damage.file().equals(RecordFile.key(3)));
  }

  /** As long as its row says that it is sound, a record is kept by a catalog that is damaged. */
  @Test
  void damageElsewhereInTheCatalogCostsNoRecord() throws Exception {
    try (Library library = open(store)) {
      library.digest(ImageReference.parse("image1"), 0, Progress.none());
    }
    Files.delete(record(RECORDS));
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + catalog());
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate("UPDATE digest SET row_check = row_check + 1")).isOne();
    }
    String lost = RecordFile.key(RECORDS);
    assertThat(verified()).anyMatch(damage -> (damage.file() + damage.what()).contains(lost));
    try (Library library = open(store)) {
      assertThatThrownBy(() -> library.rebuildCatalog(Progress.none()))
          .isInstanceOf(DamagedException.class);
    }
    assertThat(repaired().notes()).anyMatch(note -> note.contains(lost));
    assertThat(record(RECORDS)).exists();
    assertSound();
  }

  @Test
  void aKeyIsNotRotatedWhileTheCatalogIsDamaged() throws IOException {
    Files.delete(record(RECORDS));
    byte[] bytes = Files.readAllBytes(catalog());
    Arrays.fill(bytes, 4096, 2 * 4096, (byte) 0x55);
    Files.write(catalog(), bytes);
    try (Library library = open(store)) {
      assertThatThrownBy(library::rotateKey).isInstanceOf(CatalogDamagedException.class);
    }
    assertThat(catalog()).exists();
  }

  @Test
  void theCatalogOfAnotherStoreIsNotBelieved() throws IOException {
    Path other = temporary.resolve("other");
    Libraries.create(other, OPTIONS).close();
    try (Library library = open(other)) {
      for (int i = 1; i <= RECORDS; i++) {
        checkIn(library, "other" + i);
      }
    }
    Files.copy(other.resolve("catalog.db"), catalog(), StandardCopyOption.REPLACE_EXISTING);
    Files.delete(record(3));
    assertThatThrownBy(this::repaired)
        .isInstanceOf(CatalogDamagedException.class)
        .hasMessageContaining("another store");
    assertThat(record(3)).doesNotExist();
  }

  /** Of which some things are the same, and others are not. */
  @Test
  void theCatalogOfACopyThatWentOnIsNotBelieved() throws IOException {
    byte[] copied = Files.readAllBytes(catalog());
    byte[] fifth = Files.readAllBytes(record(RECORDS));
    Files.delete(record(RECORDS));
    Files.delete(catalog());
    try (Library library = open(store)) {
      checkIn(library, "instead");
    }
    assertThat(record(RECORDS)).exists();
    byte[] other = Files.readAllBytes(record(RECORDS));
    assertThat(other).isNotEqualTo(fifth);
    Files.write(catalog(), copied);
    Fate.FLIPPED.befall(record(2), random);
    assertThat(repaired().notes())
        .anyMatch(note -> note.contains("contradicts " + RecordFile.key(RECORDS)));
    assertThat(record(RECORDS)).hasBinaryContent(other);
    assertThat(verified()).anyMatch(damage -> damage.file().equals(RecordFile.key(2)));
  }

  @Test
  void aRecordOfANewerIntarsiaIsLeftAsItIs() throws IOException {
    byte[] newer = Files.readAllBytes(record(3));
    LittleEndian.put16(newer, 8, 9);
    int checksum = isEncrypted ? 56 : 24;
    LittleEndian.put64(newer, checksum, TwinCrc.of(newer, 0, checksum));
    Files.write(record(3), newer);
    Files.delete(record(1));
    RepairResult result = repaired();
    assertThat(result.notes())
        .contains(RecordFile.key(1) + " was missing and was written again from the catalog");
    assertThat(result.damaged()).anyMatch(damage -> damage.what().contains("newer"));
    assertThat(record(3)).hasBinaryContent(newer);
  }

  /** One that an Intarsia wrote that did not keep records there, and that lost one before. */
  @Test
  void anOlderCatalogIsGivenTheRecordsThatCanBeRead() throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + catalog());
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("DROP TABLE record");
      statement.executeUpdate("PRAGMA user_version = 2");
    }
    byte[] second = Files.readAllBytes(record(2));
    Files.delete(record(2));
    try (Library library = open(store)) {
      assertThat(library.list()).hasSize(RECORDS - 2);
    }
    Files.delete(record(1));
    RepairResult result = repaired();
    assertThat(record(1)).exists();
    assertThat(result.damaged()).anyMatch(damage -> damage.file().equals(RecordFile.key(2)));
    assertThat(result.notes()).anyMatch(note -> note.contains(RecordFile.key(2)));
    Files.write(record(2), second);
    assertSound();
    Files.delete(record(2));
    assertThat(repaired().damaged()).isEmpty();
    assertSound();
  }

  /** The catalog under the key before knows what a record said, and goes. */
  @Test
  void aKeyIsNotRotatedWhileARecordIsLost() throws IOException {
    Files.delete(record(3));
    try (Library library = open(store)) {
      assertThatThrownBy(library::rotateKey)
          .isInstanceOf(DamagedException.class)
          .hasMessageContaining(RecordFile.key(3));
    }
    assertThat(repaired().damaged()).isEmpty();
    if (isEncrypted) {
      try (Library library = open(store)) {
        assertThat(library.rotateKey()).isEqualTo(2);
      }
      Files.delete(record(3));
      assertThat(repaired().damaged()).isEmpty();
    }
    assertSound();
  }
}
