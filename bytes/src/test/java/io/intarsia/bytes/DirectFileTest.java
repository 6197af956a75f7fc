package io.intarsia.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectFileTest {
  private static final int SIZE = 1 << 20;

  @TempDir Path directory;

  private Path file() {
    return directory.resolve("file");
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** The rest of the last block, so that the file has a length that aligned writes are within. */
  private static void lengthen(FileChannel channel) throws IOException {
    channel.write(ByteBuffer.wrap(new byte[1]), SIZE - 1);
  }

  @Test
  void alignedAndOtherPiecesComeTogether() throws IOException {
    Random random = SeededRandom.create();
    byte[] expected = new byte[SIZE];
    try (FileChannel plain = create(file());
        DirectFile file = DirectFile.open(file(), plain)) {
      lengthen(plain);
      ByteBuffer buffer = DirectFile.buffer(SIZE);
      for (int i = 0; i < 200; i++) {
        boolean aligned = random.nextBoolean();
        int line = aligned ? DirectFile.ALIGNMENT : 1;
        int from = random.nextInt(SIZE / line) * line;
        int length = Math.min(SIZE - from, (1 + random.nextInt(100_000 / line)) * line);
        byte[] piece = new byte[length];
        random.nextBytes(piece);
        System.arraycopy(piece, 0, expected, from, length);
        int inBuffer = aligned ? from : random.nextInt(SIZE - length + 1);
        buffer.limit(inBuffer + length).position(inBuffer).mark();
        buffer.put(piece).reset();
        file.write(buffer, from);
        assertThat(buffer.hasRemaining()).isFalse();
      }
    }
    assertThat(Files.readAllBytes(file())).isEqualTo(expected);
  }

  @Test
  void whereItCannotBeOpenedTwiceTheOpenChannelIsUsed() throws IOException {
    try (FileChannel plain = create(file());
        DirectFile file = DirectFile.open(directory.resolve("none"), plain)) {
      file.write(DirectFile.buffer(DirectFile.ALIGNMENT), 0);
    }
    assertThat(Files.size(file())).isEqualTo(DirectFile.ALIGNMENT);
  }

  @Test
  void anyOtherBufferWillDo() throws IOException {
    try (FileChannel plain = create(file());
        DirectFile file = DirectFile.open(file(), plain)) {
      byte[] bytes = new byte[2 * DirectFile.ALIGNMENT];
      bytes[DirectFile.ALIGNMENT] = 1;
      file.write(ByteBuffer.wrap(bytes), 0);
      assertThat(Files.readAllBytes(file())).isEqualTo(bytes);
    }
  }

  @Test
  void whenBothWaysFailThePlainOneSaysWhy() throws IOException {
    FileChannel plain = create(file());
    try (DirectFile file = DirectFile.open(file(), plain)) {
      plain.close();
      file.close();
      assertThatThrownBy(() -> file.write(DirectFile.buffer(DirectFile.ALIGNMENT), 0))
          .isInstanceOf(ClosedChannelException.class);
    }
  }
}
