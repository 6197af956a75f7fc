package io.intarsia.formats.filesystem.btrfs;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.intarsia.formats.filesystem.HostileWalk;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;

/** Any bytes anywhere in the metadata of a small file system, under checksums that are right. */
class BtrfsFuzzTest {
  private static final int MAX_CHANGES = 32;
  private static final int SUPERBLOCK = 65536;
  private static final int DATA = 256;

  private static byte[] image = {};
  private static List<Integer> blocks = List.of();

  @BeforeAll
  static void makeImage() throws IOException {
    image = BtrfsImage.small();
    blocks = BtrfsImage.treeBlocks(image, -1);
    // Loads and instruments the classes, which is not to be timed.
    HostileWalk.walk(BtrfsImage.open(image));
  }

  @FuzzTest(maxDuration = "3h")
  void neverLoopsAndFailsOnlyAsDeclared(FuzzedDataProvider data) {
    byte[] damaged = image.clone();
    for (int i = 0; i < MAX_CHANGES && data.remainingBytes() > 0; i++) {
      int number = data.consumeInt(-1, blocks.size() + DATA);
      int place = number < 0 ? SUPERBLOCK : place(number);
      byte[] change = data.consumeBytes(data.consumeInt(1, 16));
      int at = place + data.consumeInt(0, BtrfsImage.NODE - 16);
      System.arraycopy(change, 0, damaged, at, change.length);
      if (number < blocks.size()) {
        BtrfsImage.seal(damaged, place, BtrfsImage.NODE);
      }
    }
    HostileWalk.damaged(new BtrfsReader(), damaged);
  }

  /** Of a tree block, or of some other block after the first mebibyte. */
  private static int place(int number) {
    return number < blocks.size()
        ? blocks.get(number)
        : (1 << 20) + (number - blocks.size()) * BtrfsImage.NODE;
  }
}
