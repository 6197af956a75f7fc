package io.intarsia.formats.filesystem.squashfs;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.intarsia.formats.filesystem.HostileWalk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Any bytes anywhere in small file systems of all compressions, and in one whose metadata are
 * plain.
 */
class SquashfsFuzzTest {
  private static final int MAX_CHANGES = 64;
  private static final List<byte[]> IMAGES = new ArrayList<>();

  @TempDir static Path directory = Path.of("");

  @BeforeAll
  static void makeImages() throws IOException {
    Path tree = directory.resolve("tree");
    Path sub = Files.createDirectories(tree.resolve("sub"));
    for (int i = 0; i < 20; i++) {
      Files.writeString(sub.resolve("file-" + i), "x".repeat(i * 700));
    }
    Files.createSymbolicLink(sub.resolve("link"), Path.of("target"));
    SquashfsImage.attribute(sub, "user.name", "value");
    for (String options :
        List.of(
            "-noI -noId -noX -b 4K",
            "-comp gzip",
            "-comp lzma",
            "-comp lzo",
            "-comp xz",
            "-comp lz4",
            "-comp zstd")) {
      IMAGES.add(SquashfsImage.make(tree, options));
    }
  }

  @FuzzTest(maxDuration = "3h")
  void neverLoopsAndFailsOnlyAsDeclared(FuzzedDataProvider data) {
    byte[] damaged = IMAGES.get(data.consumeInt(0, IMAGES.size() - 1)).clone();
    for (int i = 0; i < MAX_CHANGES && data.remainingBytes() > 0; i++) {
      byte[] change = data.consumeBytes(data.consumeInt(1, 16));
      System.arraycopy(change, 0, damaged, data.consumeInt(0, damaged.length - 16), change.length);
    }
    HostileWalk.damaged(new SquashfsReader(), damaged);
  }
}
