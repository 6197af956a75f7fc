package io.intarsia.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading, where writing is possible and where it is not. */
class ReadOnlyTest {
  @TempDir Path folder;

  @AfterEach
  void makeDeletable() {
    writable(true);
  }

  @Test
  void readingChangesNothing() throws IOException {
    Path file = catalog("catalog.db");
    byte[] before = Files.readAllBytes(file);
    readAndTryToWrite(file);
    assertThat(FilesIn.names(folder)).containsExactly("catalog.db");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void aCatalogCanBeReadWithoutPermissionToWrite() throws IOException {
    Path file = catalog("catalog.db");
    writable(false);
    readAndTryToWrite(file);
    assertThat(FilesIn.names(folder)).containsExactly("catalog.db");
  }

  /** The name leaves no room for that of the log: as on a read-only file system, also for root. */
  @Test
  void aCatalogCanBeReadWhereNoLogCanBeMade() throws IOException {
    Path source = catalog("catalog.db");
    Path file = Files.move(source, folder.resolve("c".repeat(253)));
    readAndTryToWrite(file);
    assertThat(FilesIn.names(folder)).containsExactly(file.getFileName().toString());
  }

  @Test
  void whatIsOnlyInTheLogIsReadFromACopy() throws IOException {
    Path open = folder.resolve("open.db");
    Path file = folder.resolve("catalog.db");
    try (Catalog catalog = Catalog.open(open, Catalog.Mode.READ_WRITE)) {
      catalog.apply(1, Changes.added(1, 1, "web"), Changes.payload(1));
      Files.copy(open, file);
      Files.copy(Path.of(open + "-wal"), Path.of(file + "-wal"));
    }
    // An index that cannot be opened: what SQLite meets where it may not make one.
    Files.createDirectory(Path.of(file + "-shm"));
    readAndTryToWrite(file);
    assertThat(FilesIn.names(folder))
        .containsExactly("catalog.db", "catalog.db-shm", "catalog.db-wal", "open.db");
  }

  /** A full disk has no room for the index of the log, which processes share. */
  @Test
  void aloneNoMemoryIsShared() throws IOException {
    Path file = catalog("catalog.db");
    try (Catalog catalog = Catalog.openAlone(file, CatalogCipher.none())) {
      catalog.checkIntegrity();
      assertThat(catalog.lastRecord()).isEqualTo(1);
      assertThat(FilesIn.names(folder)).doesNotContain("catalog.db-shm");
    }
    assertThat(FilesIn.names(folder)).containsExactly("catalog.db");
  }

  @Test
  void aReaderSeesWhatAWriterDoesMeanwhile() throws IOException {
    Path file = catalog("catalog.db");
    try (Catalog reader = Catalog.open(file, Catalog.Mode.READ_ONLY);
        Catalog writer = Catalog.open(file, Catalog.Mode.READ_WRITE)) {
      writer.apply(2, Changes.added(1, 2, "web"), Changes.payload(2));
      assertThat(reader.lastRecord()).isEqualTo(2);
    }
    assertThat(FilesIn.names(folder)).containsExactly("catalog.db");
  }

  private Path catalog(String name) throws IOException {
    Path file = folder.resolve(name);
    try (Catalog catalog = Catalog.open(file, Catalog.Mode.READ_WRITE)) {
      catalog.apply(1, Changes.added(1, 1, "web"), Changes.payload(1));
      catalog.putDigest(new byte[32], new byte[32]);
    }
    return file;
  }

  private void writable(boolean writable) {
    for (File file : List.of(folder.toFile(), folder.resolve("catalog.db").toFile())) {
      assertThat(file.setWritable(writable) || !file.exists()).isTrue();
    }
  }

  private static void readAndTryToWrite(Path file) throws IOException {
    try (Catalog catalog = Catalog.open(file, Catalog.Mode.READ_ONLY)) {
      assertThat(catalog.lastRecord()).isEqualTo(1);
      assertThat(catalog.images()).hasSize(1);
      catalog.checkIntegrity();
      assertThatThrownBy(() -> catalog.apply(2, Changes.added(1, 2, "web"), Changes.payload(2)))
          .isInstanceOf(CatalogReadOnlyException.class);
      assertThatThrownBy(() -> catalog.putDigest(new byte[32], new byte[32]))
          .isInstanceOf(CatalogReadOnlyException.class);
    }
  }
}
