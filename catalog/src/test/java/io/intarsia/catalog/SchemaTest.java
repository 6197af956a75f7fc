package io.intarsia.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New, current, older and newer catalogs, and files that are none. */
class SchemaTest {
  /** What a next version of the program might bring, with one migration more. */
  private static final Schema NEXT =
      new Schema(
          "io/intarsia/catalog/testmigrations",
          List.of("V1__unused.sql", "V2__unused.sql", "V3__unused.sql", "V4__next.sql"));

  @TempDir Path folder;

  @Test
  void aNewCatalogIsOneFileInWalMode() throws IOException {
    Path file = folder.resolve("catalog.db");
    try (Catalog catalog = Catalog.open(file, Catalog.Mode.READ_WRITE)) {
      catalog.apply(1, Changes.added(1, 1, "web"), Changes.payload(1));
    }
    assertThat(folder).isDirectoryContaining("glob:**catalog.db");
    assertThat(FilesIn.names(folder)).containsExactly("catalog.db");
    try (Database database = new Opening(file, Schema.CURRENT).forWriting();
        Rows rows = database.query("PRAGMA journal_mode")) {
      rows.next();
      assertThat(rows.text(1)).isEqualTo("wal");
      assertThat(Schema.CURRENT.number(database)).isEqualTo(3);
    }
  }

  @Test
  void anyFileNameWorks() throws IOException {
    Path file = folder.resolve("a ?mode=ro&cache=shared#%41\u00e9.db");
    try (Catalog catalog = Catalog.open(file, Catalog.Mode.READ_WRITE)) {
      catalog.apply(1, Changes.added(1, 1, "web"), Changes.payload(1));
    }
    assertThat(FilesIn.names(folder)).containsExactly(file.getFileName().toString());
  }

  @Test
  void anOlderCatalogIsUpgradedAndKeepsItsContent() throws IOException {
    Path file = folder.resolve("catalog.db");
    try (Catalog catalog = Catalog.open(file, Catalog.Mode.READ_WRITE)) {
      catalog.apply(1, Changes.added(1, 1, "web"), Changes.payload(1));
    }
    assertThatThrownBy(() -> new Opening(file, NEXT).forReading())
        .isInstanceOf(CatalogTooOldException.class);
    try (Database database = new Opening(file, NEXT).forWriting()) {
      assertThat(NEXT.inspect(database)).isEqualTo(Schema.State.READY);
      assertThat(database.number("SELECT COUNT(*) FROM tag")).isZero();
      assertThat(Images.select(database, "ORDER BY i.name")).hasSize(1);
    }
    new Opening(file, NEXT).forReading().close();
    assertThat(FilesIn.names(folder)).containsExactly("catalog.db");
  }

  @Test
  void aCatalogThatKeptNoRecordsIsGivenThem() throws IOException {
    Path file = folder.resolve("catalog.db");
    Schema before = new Schema(Schema.CURRENT.folder(), Schema.CURRENT.migrations().subList(0, 2));
    try (Database database = new Opening(file, before).forWriting()) {
      Fold fold = new Fold(database);
      fold.apply(1, Changes.added(1, 1, "web"));
      fold.apply(2, Changes.added(1, 2, "web"));
    }
    try (Catalog catalog = Catalog.open(file, Catalog.Mode.READ_WRITE)) {
      assertThat(catalog.keepsAllRecords()).isFalse();
      assertThat(catalog.record(1)).isNull();
      catalog.keepRecord(2, Changes.payload(2));
      catalog.keepRecord(2, Changes.payload(2));
      assertThat(catalog.keepsAllRecords()).isFalse();
      assertThat(catalog.apply(3, Changes.added(1, 3, "web"), Changes.payload(3))).isTrue();
      catalog.keepRecord(1, Changes.payload(1));
      assertThat(catalog.keepsAllRecords()).isTrue();
      assertThatThrownBy(() -> catalog.keepRecord(4, Changes.payload(4)))
          .isInstanceOf(IllegalArgumentException.class);
      catalog.checkIntegrity();
      try (Catalog rebuilt = Catalog.openInMemory()) {
        for (long number = 1; number <= 3; number++) {
          assertThat(catalog.record(number)).isEqualTo(Changes.payload(number));
          rebuilt.apply(number, Changes.added(1, number, "web"), Changes.payload(number));
        }
        assertThat(catalog.firstDifference(rebuilt)).isNull();
      }
    }
  }

  @Test
  void severalThatUpgradeAtOnceAllSucceed() throws Exception {
    Path file = folder.resolve("catalog.db");
    Catalog.open(file, Catalog.Mode.READ_WRITE).close();
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Future<Schema.State>> states = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        states.add(
            threads.submit(() -> {
              try (Database database = new Opening(file, NEXT).forWriting()) {
                return NEXT.inspect(database);
              }
            }));
      }
      for (Future<Schema.State> state : states) {
        assertThat(state.get()).isEqualTo(Schema.State.READY);
      }
    }
  }

  @Test
  void aNewerCatalogIsRefusedAndLeftAsItIs() throws IOException {
    Path file = folder.resolve("catalog.db");
    try (Database database = new Opening(file, Schema.CURRENT).forWriting()) {
      database.execute("PRAGMA user_version = 4");
    }
    byte[] before = Files.readAllBytes(file);
    for (Catalog.Mode mode : Catalog.Mode.values()) {
      assertThatThrownBy(() -> Catalog.open(file, mode))
          .isInstanceOf(CatalogTooNewException.class)
          .hasMessageContaining("schema 4");
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void otherFilesAreNotTakenForCatalogs() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "not a database, ".repeat(1000));
    Path other = folder.resolve("other.db");
    try (Database database = new Opening(other, Schema.CURRENT).forWriting()) {
      database.execute("PRAGMA application_id = 7");
    }
    for (Catalog.Mode mode : Catalog.Mode.values()) {
      for (Path file : List.of(text, other)) {
        assertThatThrownBy(() -> Catalog.open(file, mode))
            .isInstanceOf(CatalogDamagedException.class)
            .hasMessageContaining("intarsia rebuild catalog")
            .hasMessageContaining(file.toString());
      }
    }
    assertThat(text).content().startsWith("not a database");
  }

  @Test
  void aCatalogBelongsToOneStore() throws IOException {
    Path file = folder.resolve("catalog.db");
    Catalog.open(file, Catalog.Mode.READ_WRITE).close();
    try (Catalog catalog = Catalog.open(file, Catalog.Mode.READ_ONLY)) {
      catalog.requireStore("one", Catalog.Mode.READ_ONLY);
    }
    try (Catalog catalog = Catalog.open(file, Catalog.Mode.READ_WRITE)) {
      catalog.requireStore("other", Catalog.Mode.READ_WRITE);
      catalog.requireStore("other", Catalog.Mode.READ_WRITE);
      assertThatThrownBy(() -> catalog.requireStore("one", Catalog.Mode.READ_WRITE))
          .isInstanceOf(CatalogDamagedException.class)
          .hasMessageContaining("another store");
    }
  }

  @Test
  void aMissingCatalogIsNotMadeByReading() throws IOException {
    Path file = folder.resolve("catalog.db");
    assertThatThrownBy(() -> Catalog.open(file, Catalog.Mode.READ_ONLY))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("There is no catalog");
    assertThat(file).doesNotExist();
    Files.createFile(file);
    assertThatThrownBy(() -> Catalog.open(file, Catalog.Mode.READ_ONLY))
        .isInstanceOf(CatalogTooOldException.class);
    assertThatThrownBy(() -> Catalog.open(folder.resolve("no/catalog.db"), Catalog.Mode.READ_WRITE))
        .isExactlyInstanceOf(CatalogException.class);
  }

  @Test
  void aRebuiltCatalogTakesTheOldOnesPlace() throws IOException {
    Path target = Files.writeString(folder.resolve("catalog.db"), "damaged");
    Files.writeString(folder.resolve("catalog.db-wal"), "left behind");
    Path rebuilt = folder.resolve("rebuilt.db");
    try (Catalog catalog = Catalog.open(rebuilt, Catalog.Mode.READ_WRITE)) {
      catalog.apply(1, Changes.added(1, 1, "web"), Changes.payload(1));
      assertThatThrownBy(() -> Catalog.replace(target, rebuilt))
          .isInstanceOf(CatalogException.class)
          .hasMessageContaining("was not closed");
    }
    Catalog.replace(target, rebuilt);
    assertThat(FilesIn.names(folder)).containsExactly("catalog.db");
    try (Catalog catalog = Catalog.open(target, Catalog.Mode.READ_ONLY)) {
      assertThat(catalog.lastRecord()).isEqualTo(1);
    }
  }

  @Test
  void whoHasTheCatalogOpenGoesOnWithTheRebuiltOne() throws IOException {
    Path target = folder.resolve("catalog.db");
    Path rebuilt = folder.resolve("rebuilt.db");
    try (Catalog catalog = Catalog.open(rebuilt, Catalog.Mode.READ_WRITE)) {
      catalog.apply(1, Changes.added(1, 1, "web"), Changes.payload(1));
      catalog.apply(2, Changes.added(1, 2, "web"), Changes.payload(2));
    }
    try (Catalog open = Catalog.open(target, Catalog.Mode.READ_WRITE)) {
      open.apply(1, Changes.added(1, 1, "wrong"), Changes.payload(1));
      try (Catalog other = Catalog.open(target, Catalog.Mode.READ_WRITE)) {
        other.takeOver(rebuilt);
      }
      assertThat(open.lastRecord()).isEqualTo(2);
      open.apply(3, Changes.added(1, 3, "web"), Changes.payload(3));
    }
    Files.delete(rebuilt);
    assertThat(FilesIn.names(folder)).containsExactly("catalog.db");
    try (Catalog catalog = Catalog.open(target, Catalog.Mode.READ_ONLY)) {
      catalog.checkIntegrity();
      assertThat(catalog.lastRecord()).isEqualTo(3);
      assertThat(catalog.images().getFirst().name()).isEqualTo("web");
    }
  }
}
