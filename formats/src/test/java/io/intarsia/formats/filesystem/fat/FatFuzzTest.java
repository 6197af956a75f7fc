package io.intarsia.formats.filesystem.fat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.intarsia.formats.filesystem.HostileWalk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Any bytes anywhere in the metadata of small volumes. */
class FatFuzzTest {
  private static final int MAX_CHANGES = 64;

  /** Of a FAT32, which would take 36 MB, the rest is not there. */
  private static final int MAX_BYTES = 1 << 20;

  @TempDir static Path directory = Path.of("");
  private static byte[][] images = {};

  @BeforeAll
  static void makeImages() throws IOException {
    images = new byte[][] {make("-F 12 -s 8", 512), make("-F 16", 9000), make("-F 32 -s 1", 36000)};
  }

  private static byte[] make(String options, int kibibytes) throws IOException {
    FatImage image =
        FatImage.make(directory, kibibytes, options + " -n LABEL").put("/some file", 9000);
    image.mtools("mmd", "::d", "::d/e");
    byte[] bytes = image.put("/d/e/long name of a file", 700).put("/d/X", 1).bytes();
    return Arrays.copyOf(bytes, Math.min(bytes.length, MAX_BYTES));
  }

  @FuzzTest(maxDuration = "3h")
  void neverLoopsAndFailsOnlyAsDeclared(FuzzedDataProvider data) {
    byte[] damaged = images[data.consumeInt(0, images.length - 1)].clone();
    for (int i = 0; i < MAX_CHANGES && data.remainingBytes() > 0; i++) {
      byte[] change = data.consumeBytes(data.consumeInt(1, 16));
      int reach = data.consumeBoolean() ? 512 : damaged.length / 4;
      System.arraycopy(change, 0, damaged, data.consumeInt(0, reach - 16), change.length);
    }
    HostileWalk.damaged(new FatReader(), damaged);
  }
}
