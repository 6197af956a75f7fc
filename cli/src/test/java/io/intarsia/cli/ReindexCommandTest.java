package io.intarsia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.library.Libraries;
import io.intarsia.library.Library;
import io.intarsia.library.reference.ImageReference;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code reindex --all} beside {@code remove}. */
class ReindexCommandTest {
  @TempDir Path home;

  @Test
  void whatIsRemovedMeanwhileIsLeftOut() throws IOException {
    Path image = Files.write(home.resolve("disk.raw"), new byte[10_000]);
    Run.good(home, "checkin", image.toString(), "kept");
    Run.good(home, "checkin", image.toString(), "removed");
    List<ImageReference> versions =
        List.of(ImageReference.parse("removed@1"), ImageReference.parse("kept@1"));
    Run.good(home, "remove", "removed@1");
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Streams streams =
        new Streams(
            new ByteArrayInputStream(new byte[0]),
            new StandardOutput(new ByteArrayOutputStream()),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false,
            Map.of());
    try (Library library = Libraries.open(home.resolve(".intarsia"))) {
      ReindexCommand command = new ReindexCommand(new Intarsia(streams));
      assertThat(command.reindexAll(library, versions)).hasSize(1);
    }
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("removed@1 was removed meanwhile: left out");
  }
}
