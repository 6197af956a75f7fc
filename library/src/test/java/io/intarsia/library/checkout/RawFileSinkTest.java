package io.intarsia.library.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawFileSinkTest {
  private static final int SIZE = (20 << 20) + 1000;

  @TempDir Path directory;

  private record Piece(int disk, int length, int zeros) {}

  /** Pieces that begin and end anywhere; of some, the rest of the last block is zeros. */
  private static List<Piece> pieces(Random random) {
    List<Piece> pieces = new ArrayList<>();
    for (int at = random.nextInt(2) * 100; at < SIZE; ) {
      int most = random.nextInt(4) == 0 ? 3 << 20 : random.nextInt(2) == 0 ? 30_000 : 100;
      int length = Math.min(SIZE - at, 1 + random.nextInt(most));
      int toLine = -(at + length) & 4095;
      int zeros = at + length + toLine <= SIZE && random.nextBoolean() ? toLine : 0;
      pieces.add(new Piece(at, length, zeros));
      at += length + zeros + (random.nextBoolean() ? 0 : random.nextInt(20_000));
    }
    Collections.shuffle(pieces, random);
    return pieces;
  }

  /** Once as a small image, once as one that is too large for the page cache. */
  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE - 1})
  void piecesOfAnyKindMakeTheDisk(long expectedBytes) throws IOException {
    long seed = Long.getLong("intarsia.seed", System.nanoTime());
    System.out.println("intarsia.seed=" + seed);
    Random random = new Random(seed);
    byte[] bytes = new byte[SIZE];
    random.nextBytes(bytes);
    Path file = directory.resolve("disk");
    byte[] disk = writePieces(file, bytes, random, expectedBytes);
    assertThat(Files.readAllBytes(file)).isEqualTo(disk);
  }

  /** Returns the disk that was written. */
  private static byte[] writePieces(Path file, byte[] bytes, Random random, long expectedBytes)
      throws IOException {
    byte[] disk = new byte[SIZE];
    try (RawFileSink sink = new RawFileSink(file, SIZE)) {
      sink.expect(expectedBytes);
      for (Piece piece : pieces(random)) {
        System.arraycopy(bytes, piece.disk, disk, piece.disk, piece.length);
        sink.write(piece.disk, bytes, piece.disk, piece.length, piece.zeros);
      }
      assertThat(file).doesNotExist();
      sink.finish();
    }
    return disk;
  }

  /**
   * Islands of data anywhere, in pieces that begin and end anywhere; cp is the judge of the size.
   */
  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE - 1})
  void blocksOfZerosStayHoles(long expectedBytes) throws Exception {
    long seed = Long.getLong("intarsia.seed", System.nanoTime());
    System.out.println("intarsia.seed=" + seed);
    Random random = new Random(seed);
    byte[] disk = new byte[SIZE];
    for (int at = random.nextInt(10_000); at < SIZE; at += random.nextInt(60_000)) {
      int length = Math.min(SIZE - at, 1 + random.nextInt(random.nextBoolean() ? 10 : 9000));
      for (int end = at + length; at < end; at++) {
        disk[at] = (byte) random.nextInt(256);
      }
    }
    Path file = directory.resolve("disk");
    byte[] expected = writePieces(file, disk, random, expectedBytes);
    assertThat(Files.readAllBytes(file)).isEqualTo(expected);
    Path copy = directory.resolve("copy");
    Process cp =
        new ProcessBuilder("cp", "--sparse=always", file.toString(), copy.toString()).start();
    assertThat(cp.waitFor()).isZero();
    assertThat(allocated(file)).isLessThanOrEqualTo(allocated(copy) + (64 << 10));
  }

  @Test
  void aLargeImageThatWasNotFinishedLeavesNothing() throws IOException {
    byte[] bytes = new byte[3 << 20];
    Arrays.fill(bytes, (byte) 1);
    try (RawFileSink sink = new RawFileSink(directory.resolve("disk"), SIZE)) {
      sink.expect(Long.MAX_VALUE - 1);
      sink.write(0, bytes, 0, bytes.length, 0);
    }
    assertThat(directory).isEmptyDirectory();
  }

  /** Bytes that the file takes on the disk. */
  private static long allocated(Path file) throws Exception {
    Process stat =
        new ProcessBuilder("sh", "-c", "sync \"$0\"; stat -c %b \"$0\"", file.toString()).start();
    String blocks = new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    return Long.parseLong(blocks.strip()) * 512;
  }

  @Test
  void theKernelSaysHowMuchItKeeps() {
    assertThat(Writeback.backgroundBytes()).isPositive();
  }
}
