package io.intarsia.formats.filesystem.iso9660;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.intarsia.formats.filesystem.HostileWalk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Any bytes anywhere in the metadata of small images. */
class IsoFuzzTest {
  private static final int MAX_CHANGES = 64;
  private static final int DESCRIPTORS = 32768;
  private static final int REACH = 40 * 2048;

  @TempDir static Path directory = Path.of("");
  private static byte[][] images = {};

  @BeforeAll
  static void makeImages() throws IOException {
    Path rock = Files.createDirectories(directory.resolve("rock"));
    Path joliet = Files.createDirectories(directory.resolve("joliet"));
    images = new byte[][] {IsoDamageTest.image(rock, "-R"), IsoDamageTest.image(joliet, "-J")};
  }

  @FuzzTest(maxDuration = "3h")
  void neverLoopsAndFailsOnlyAsDeclared(FuzzedDataProvider data) {
    byte[] damaged = images[data.consumeInt(0, images.length - 1)].clone();
    for (int i = 0; i < MAX_CHANGES && data.remainingBytes() > 0; i++) {
      byte[] change = data.consumeBytes(data.consumeInt(1, 16));
      System.arraycopy(change, 0, damaged, DESCRIPTORS + data.consumeInt(0, REACH), change.length);
    }
    HostileWalk.damaged(new IsoReader(), damaged);
  }
}
