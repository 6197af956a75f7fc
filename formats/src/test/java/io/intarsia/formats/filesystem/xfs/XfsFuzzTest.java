package io.intarsia.formats.filesystem.xfs;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.intarsia.formats.filesystem.HostileWalk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Any bytes anywhere in the metadata of a small file system: of version 4, where no checksum keeps
 * them from being looked at.
 */
class XfsFuzzTest {
  private static final int MAX_CHANGES = 64;
  private static final int MEBIBYTES = 16;

  @TempDir static Path directory = Path.of("");
  private static byte[] image = {};

  @BeforeAll
  static void makeImage() throws IOException {
    StringBuilder lines = new StringBuilder("link l--777 0 0 target\n");
    lines.append("long l--777 0 0 ").append("t/".repeat(250)).append('\n');
    lines.append("dir d--755 0 0\n");
    for (int i = 0; i < 300; i++) {
      lines.append("an-entry-%d ---644 0 0 /etc/hostname%n".formatted(i));
    }
    lines.append("$\n");
    Path file =
        XfsImage.make(directory, MEBIBYTES, "-m crc=0 -b size=1024 -d agcount=1", lines.toString());
    image = Files.readAllBytes(file);
  }

  @FuzzTest(maxDuration = "3h")
  void neverLoopsAndFailsOnlyAsDeclared(FuzzedDataProvider data) {
    byte[] damaged = image.clone();
    for (int i = 0; i < MAX_CHANGES && data.remainingBytes() > 0; i++) {
      byte[] change = data.consumeBytes(data.consumeInt(1, 16));
      int range = data.consumeBoolean() ? 1 << 17 : image.length;
      System.arraycopy(change, 0, damaged, data.consumeInt(0, range - 16), change.length);
    }
    HostileWalk.damaged(new XfsReader(), damaged);
  }
}
