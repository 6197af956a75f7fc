package io.intarsia.library.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.library.Libraries;
import io.intarsia.library.Library;
import io.intarsia.library.checkin.CheckInRequest;
import io.intarsia.library.fixture.Seeded;
import io.intarsia.library.progress.Progress;
import io.intarsia.library.reference.ImageReference;
import io.intarsia.library.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is removed and collected while losses are looked for is not lost. */
class TouchedVersionsTest {
  @TempDir Path temporary;

  @Test
  void aVersionThatWasRemovedMeanwhileLacksNothing() throws IOException {
    Path store = temporary.resolve("store");
    Random random = Seeded.random();
    try (Library library = Libraries.create(store, 16 << 10)) {
      for (String name : new String[] {"kept", "removed"}) {
        Path disk = Files.write(temporary.resolve(name), Seeded.disk(random, 1_000_000));
        library.checkIn(CheckInRequest.of(disk, name), Progress.none());
      }
    }
    try (Workspace workspace = new Workspace(store);
        TouchedVersions touched = new TouchedVersions(workspace)) {
      assertThat(touched.all()).hasSize(2);
      try (Library other = Libraries.open(store)) {
        other.remove(ImageReference.parse("removed"), false);
        assertThat(other.gc(false, Progress.none()).freedBytes()).isPositive();
      }
      TouchedVersions.Loss loss = touched.loss(Set.of());
      assertThat(loss.versions()).isEmpty();
      assertThat(loss.walk().lostObjects()).isEmpty();
      assertThat(loss.walk().lostChunks()).isEmpty();
    }
  }
}
