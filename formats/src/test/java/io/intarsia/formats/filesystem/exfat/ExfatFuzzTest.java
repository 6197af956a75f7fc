package io.intarsia.formats.filesystem.exfat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.filesystem.HostileWalk;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Any bytes anywhere in the metadata of a small volume, and sets of entries whose sum is right. */
class ExfatFuzzTest {
  private static final int MAX_CHANGES = 64;
  private static final int REACH = 1 << 15;

  @TempDir static Path directory = Path.of("");
  private static byte[] image = {};
  private static int[] areas = {};
  private static int free;

  @BeforeAll
  static void makeImage() throws IOException {
    ExfatImage made = ExfatImage.make(directory, 4, "-c 512 -L Label");
    int cluster = made.scattered(new byte[1024]);
    made.add(0, "sub", new ExfatImage.Entry(16, 1, cluster, 1024, 1024));
    made.add(
        cluster, "file", new ExfatImage.Entry(0, 1, made.scattered(new byte[9000]), 9000, 9000));
    image = made.bytes();
    int heap = (int) LittleEndian.u32(image, 88) << 9;
    areas = new int[] {0, (int) LittleEndian.u32(image, 80) << 9, heap, made.freeEntry(0) - 512};
    free = made.freeEntry(cluster);
  }

  @FuzzTest(maxDuration = "3h")
  void neverLoopsAndFailsOnlyAsDeclared(FuzzedDataProvider data) {
    byte[] damaged = image.clone();
    byte[] set =
        ExfatImage.set(
            "crafted",
            new ExfatImage.Entry(
                data.consumeInt(0, 0x3F),
                data.consumeInt(0, 3),
                data.consumeInt(),
                data.consumeLong(),
                data.consumeLong()));
    System.arraycopy(set, 0, damaged, free, set.length);
    for (int i = 0; i < MAX_CHANGES && data.remainingBytes() > 0; i++) {
      byte[] change = data.consumeBytes(data.consumeInt(1, 16));
      int at = areas[data.consumeInt(0, areas.length - 1)] + data.consumeInt(0, REACH);
      System.arraycopy(change, 0, damaged, at, change.length);
    }
    HostileWalk.damaged(new ExfatReader(), damaged);
  }
}
