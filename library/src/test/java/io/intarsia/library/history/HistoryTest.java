package io.intarsia.library.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.catalog.CatalogChange;
import io.intarsia.library.Libraries;
import io.intarsia.library.Library;
import io.intarsia.library.checkin.CheckInRequest;
import io.intarsia.library.error.LibraryException;
import io.intarsia.library.progress.Progress;
import io.intarsia.library.record.VersionRecord;
import io.intarsia.library.record.VersionRecordCodec;
import io.intarsia.library.reference.ImageReference;
import io.intarsia.library.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  @TempDir private Path temporary;
  private Library library;

  @BeforeEach
  void fiveVersions() throws IOException {
    library = Libraries.create(temporary.resolve("store"), 4096);
    for (int i = 1; i <= 5; i++) {
      checkIn();
    }
  }

  @AfterEach
  void close() throws IOException {
    library.close();
  }

  private void checkIn() throws IOException {
    Path disk = temporary.resolve("disk");
    Files.write(disk, new byte[] {1, 2, 3});
    library.checkIn(CheckInRequest.of(disk, "image"), Progress.none());
  }

  private List<Integer> versions() throws IOException {
    return library.versions("image").stream().map(VersionSummary::version).toList();
  }

  private static ImageReference image(String text) throws IOException {
    return ImageReference.parse(text);
  }

  @Test
  void removeTakesOneVersionAndItsNumberIsNotUsedAgain() throws IOException {
    assertThat(library.remove(image("image@5"), true).versions()).containsExactly(5);
    assertThat(versions()).containsExactly(1, 2, 3, 4, 5);
    library.remove(image("image@5"), false);
    assertThat(versions()).containsExactly(1, 2, 3, 4);
    checkIn();
    assertThat(versions()).containsExactly(1, 2, 3, 4, 6);
    assertThatThrownBy(() -> library.remove(image("image@5"), false))
        .isInstanceOf(LibraryException.class)
        .hasMessageContaining("was removed");
    assertThatThrownBy(() -> library.remove(image("image"), false))
        .isInstanceOf(LibraryException.class)
        .hasMessageContaining("several versions");
  }

  @Test
  void keepLastKeepsTheDefaultVersionToo() throws IOException {
    library.setDefault("image", 2);
    assertThat(library.removeAllButLast("image", 2, true).versions()).containsExactly(1, 3);
    assertThat(library.removeAllButLast("image", 2, false).versions()).containsExactly(1, 3);
    assertThat(versions()).containsExactly(2, 4, 5);
    assertThat(library.removeAllButLast("image", 9, false).versions()).isEmpty();
    assertThatThrownBy(() -> library.removeAllButLast("image", 0, false))
        .isInstanceOf(LibraryException.class);
  }

  @Test
  void theDefaultVersionIsTheNewestUnlessSet() throws IOException {
    assertThat(library.list().getFirst().defaultVersion()).isEqualTo(5);
    library.setDefault("image", 3);
    checkIn();
    assertThat(library.list().getFirst().defaultVersion()).isEqualTo(3);
    library.remove(image("image@3"), false);
    assertThat(library.list().getFirst().defaultVersion()).isEqualTo(6);
    assertThatThrownBy(() -> library.setDefault("image", 3)).isInstanceOf(LibraryException.class);
  }

  @Test
  void aNewNameLeavesTheRest() throws IOException {
    library.rename("image", "other");
    assertThat(library.versions("other")).hasSize(5);
    assertThatThrownBy(() -> library.versions("image")).isInstanceOf(LibraryException.class);
    checkIn();
    assertThat(versions()).containsExactly(1);
    assertThatThrownBy(() -> library.rename("image", "other")).isInstanceOf(LibraryException.class);
    assertThatThrownBy(() -> library.rename("image", "a/b")).isInstanceOf(LibraryException.class);
  }

  @Test
  void aLockedImageKeepsItsVersions() throws IOException {
    library.setLocked("image", true);
    assertThatThrownBy(this::checkIn).hasMessageContaining("locked");
    assertThatThrownBy(() -> library.remove(image("image@1"), false))
        .hasMessageContaining("locked");
    assertThatThrownBy(() -> library.removeAllButLast("image", 1, false))
        .hasMessageContaining("locked");
    assertThat(versions()).hasSize(5);
    library.setLocked("image", false);
    checkIn();
    assertThat(versions()).hasSize(6);
  }

  @Test
  void aRecordThatTheCatalogHasNotSeenIsAppliedAtTheNextOpen() throws IOException {
    library.close();
    Path store = temporary.resolve("store");
    try (Workspace workspace = new Workspace(store)) {
      CatalogChange change = new CatalogChange.ImageRenamed(1, "renamed");
      workspace
          .store()
          .commit(
              null, records -> records.append(VersionRecordCodec.encode(VersionRecord.of(change))));
    }
    library = Libraries.open(store);
    assertThat(library.list().getFirst().name()).isEqualTo("renamed");
    assertThat(library.versions("renamed")).hasSize(5);
  }
}
