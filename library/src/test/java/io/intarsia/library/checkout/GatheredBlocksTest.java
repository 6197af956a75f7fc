package io.intarsia.library.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.bytes.DirectFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatheredBlocksTest {
  private static final int BLOCK = GatheredBlocks.BLOCK;
  private static final int BLOCKS = 10_000;

  /** As far as pieces may come too early: more than the regions that are open at once. */
  private static final int DISORDER = 900;

  @TempDir Path directory;

  private record Piece(int disk, int length, int zeros) {}

  /** Pieces of a few blocks with holes between, some with zeros at the end, nearly in order. */
  private static List<Piece> pieces(Random random) {
    List<Piece> pieces = new ArrayList<>();
    for (int block = 0; block < BLOCKS; ) {
      int count = Math.min(BLOCKS - block, 1 + random.nextInt(random.nextInt(5) == 0 ? 700 : 9));
      int zeros = random.nextBoolean() ? 0 : random.nextInt(BLOCK);
      pieces.add(new Piece(block * BLOCK, count * BLOCK - zeros, zeros));
      block += count + (random.nextBoolean() ? 0 : random.nextInt(4));
    }
    for (int from = 0; from < pieces.size(); from += DISORDER) {
      Collections.shuffle(pieces.subList(from, Math.min(pieces.size(), from + DISORDER)), random);
    }
    return pieces;
  }

  @Test
  void whatSeveralThreadsWriteIsAllThere() throws Exception {
    long seed = Long.getLong("intarsia.seed", System.nanoTime());
    System.out.println("intarsia.seed=" + seed);
    Random random = new Random(seed);
    byte[] expected = new byte[BLOCKS * BLOCK];
    List<Piece> pieces = pieces(random);
    byte[] source = new byte[expected.length];
    random.nextBytes(source);
    for (Piece piece : pieces) {
      System.arraycopy(source, piece.disk, expected, piece.disk, piece.length);
    }
    Path file = directory.resolve("disk");
    try (FileChannel plain =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        GatheredBlocks blocks = new GatheredBlocks(DirectFile.open(file, plain))) {
      writeAll(blocks, pieces, source);
      blocks.finish();
    }
    byte[] written = Files.readAllBytes(file);
    assertThat(Arrays.copyOf(written, expected.length)).isEqualTo(expected);
  }

  private static void writeAll(GatheredBlocks blocks, List<Piece> pieces, byte[] source)
      throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Callable<Void>> work = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        int first = i;
        work.add(() -> {
          for (int j = first; j < pieces.size(); j += 3) {
            write(blocks, pieces.get(j), source);
          }
          return null;
        });
      }
      for (Future<Void> done : threads.invokeAll(work)) {
        done.get();
      }
    }
  }

  private static void write(GatheredBlocks blocks, Piece piece, byte[] source) throws IOException {
    blocks.write(piece.disk, source, piece.disk, piece.length, piece.zeros);
  }
}
