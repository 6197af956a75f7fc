package io.intarsia.formats.filesystem.ntfs;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.intarsia.formats.filesystem.HostileWalk;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;

/** Any bytes anywhere in the metadata of small volumes. */
class NtfsFuzzTest {
  private static final int MAX_CHANGES = 64;
  private static final int RECORDS = 300;
  private static byte[][] images = {};

  @BeforeAll
  static void read() throws IOException {
    images = new byte[][] {NtfsImage.tree(512), NtfsImage.tree(4096)};
  }

  @FuzzTest(maxDuration = "3h")
  void neverLoopsAndFailsOnlyAsDeclared(FuzzedDataProvider data) {
    byte[] damaged = images[data.consumeInt(0, images.length - 1)].clone();
    int table = NtfsImage.recordPlace(damaged, 0);
    for (int i = 0; i < MAX_CHANGES && data.remainingBytes() > 0; i++) {
      byte[] change = data.consumeBytes(data.consumeInt(1, 16));
      int place =
          switch (data.consumeInt(0, 3)) {
            case 0 -> data.consumeInt(0, 511);
            case 1 -> data.consumeInt(0, damaged.length - change.length);
            default -> table + data.consumeInt(0, RECORDS) * 1024 + data.consumeInt(0, 1024 - 16);
          };
      System.arraycopy(change, 0, damaged, place, change.length);
    }
    HostileWalk.damaged(new NtfsReader(), damaged);
  }
}
