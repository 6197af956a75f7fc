package io.intarsia.formats.filesystem.ext4;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.intarsia.formats.filesystem.HostileWalk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Any bytes anywhere in the metadata of a small file system. */
class Ext4FuzzTest {
  private static final int MAX_CHANGES = 64;
  private static final int SIZE = 1 << 20;

  @TempDir static Path directory = Path.of("");
  private static byte[] image = {};

  @BeforeAll
  static void makeImage() throws IOException {
    Path tree = Files.createDirectories(directory.resolve("tree/sub"));
    for (int i = 0; i < 20; i++) {
      Files.writeString(tree.resolve("file-" + i), "x".repeat(i * 300));
    }
    Files.createSymbolicLink(tree.resolve("link"), Path.of("target"));
    image =
        ExtImage.make(
                directory,
                1,
                "-t ext4 -b 1024 -O ^metadata_csum,inline_data -d " + tree.getParent())
            .debugfs("ea_set sub/file-3 user.name value")
            .bytes();
  }

  @FuzzTest(maxDuration = "3h")
  void neverLoopsAndFailsOnlyAsDeclared(FuzzedDataProvider data) {
    byte[] damaged = image.clone();
    for (int i = 0; i < MAX_CHANGES && data.remainingBytes() > 0; i++) {
      byte[] change = data.consumeBytes(data.consumeInt(1, 16));
      System.arraycopy(change, 0, damaged, data.consumeInt(0, SIZE - 16), change.length);
    }
    HostileWalk.damaged(new Ext4Reader(), damaged);
  }
}
