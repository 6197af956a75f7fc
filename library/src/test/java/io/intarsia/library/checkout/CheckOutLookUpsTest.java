package io.intarsia.library.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.library.checkin.CheckIn;
import io.intarsia.library.checkin.CheckInRequest;
import io.intarsia.library.fixture.Shell;
import io.intarsia.library.history.HistoryChanges;
import io.intarsia.library.maintenance.CollectGarbage;
import io.intarsia.library.progress.Progress;
import io.intarsia.library.reference.ImageReference;
import io.intarsia.library.workspace.Workspace;
import io.intarsia.store.Store;
import io.intarsia.store.StoreOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often a check-out asks the index, by the index's own counters. */
class CheckOutLookUpsTest {
  private static final int FILES = 300;

  @TempDir private Path temporary;

  private Path store = Path.of("");

  /** Two versions with half of their files in common; of each file, several chunks. */
  @BeforeEach
  void checkInTwoVersions() throws IOException {
    store = temporary.resolve("store");
    Store.create(store, new StoreOptions(4096, 64 << 10, 8L << 20, 1)).close();
    Path tree = Files.createDirectory(temporary.resolve("tree"));
    for (int version = 1; version <= 2; version++) {
      for (int file = 0; file < FILES; file++) {
        Random random = new Random(file % 2 == 0 ? file : file + version * 1000L);
        byte[] bytes = new byte[50_000 + random.nextInt(40_000)];
        random.nextBytes(bytes);
        Files.write(tree.resolve("file" + file), bytes);
      }
      Shell.run(
          temporary,
          "truncate -s 48M disk" + version + "; mke2fs -q -t ext4 -d tree disk" + version);
      try (Workspace workspace = new Workspace(store)) {
        CheckInRequest request = CheckInRequest.of(temporary.resolve("disk" + version), "image");
        new CheckIn(workspace, request, Progress.none()).run();
      }
    }
  }

  private void checkOut(int version) throws IOException {
    Path file = temporary.resolve("out" + version);
    try (Workspace workspace = new Workspace(store)) {
      CheckOutRequest request =
          new CheckOutRequest(
              ImageReference.parse("image@" + version), file, "raw", null, true, null);
      new CheckOut(workspace, request, Progress.none()).run(OutputStream.nullOutputStream());
      long chunks = FILES * 13;
      assertThat(workspace.store().parts().index().counts().lookUps()).isBetween(1L, chunks / 100);
    }
    assertThat(Files.mismatch(file, temporary.resolve("disk" + version))).isEqualTo(-1);
  }

  @Test
  void lessThanOneLookUpForAHundredChunksBeforeAndAfterGc() throws IOException {
    checkOut(1);
    checkOut(2);
    try (Workspace workspace = new Workspace(store)) {
      new HistoryChanges(workspace).remove(ImageReference.parse("image@1"), false);
      long freed = new CollectGarbage(workspace).run(false).freedBytes();
      assertThat(freed).as("something moved").isPositive();
    }
    checkOut(2);
  }
}
