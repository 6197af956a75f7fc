package io.intarsia.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceTest extends ByteSourceContract {
  @TempDir Path directory = Path.of("");

  @Override
  ByteSource create(byte[] model) throws IOException {
    return FileSource.open(SparseFiles.write(directory.resolve("file"), model));
  }

  @Test
  void findsTheHolesOfAHugeSparseFile() throws IOException {
    Path file = directory.resolve("huge");
    long place = 5L << 40;
    try (var channel =
        Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.position(place);
      channel.write(java.nio.ByteBuffer.wrap(new byte[] {1}));
    }
    try (FileSource source = FileSource.open(file)) {
      assertThat(source.size()).isEqualTo(place + 1);
      assertThat(source.nextData(0)).isBetween(place - 65536, place);
      assertThat(source.nextHole(0)).isZero();
      assertThat(source.nextHole(place)).isEqualTo(place + 1);
    }
  }

  @Test
  void findsHolesByAnyName() throws IOException {
    for (String name : new String[] {"with space", "100%25", "a+b?#", "grün"}) {
      Path file = directory.resolve(name);
      SparseFiles.write(file, new byte[100_000]);
      try (FileSource source = FileSource.open(file)) {
        assertThat(source.nextHole(0)).isZero();
      }
    }
  }

  @Test
  void anInterruptNeitherBreaksTheSourceNorGetsLost() throws IOException {
    byte[] model = {1, 2, 3, 4};
    try (ByteSource source = create(model)) {
      Thread.currentThread().interrupt();
      byte[] read = source.read(0, 4);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(read).isEqualTo(model);
      assertThat(source.read(1, 2)).containsExactly(2, 3);
    }
  }

  @Test
  void interruptsOfOneThreadDoNotDisturbAnother() throws Exception {
    byte[] model = SeededRandom.sparseBytes(SeededRandom.create(), 200_000);
    try (ByteSource source = create(model);
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<?> disturber =
          threads.submit(() -> {
            for (int i = 0; i < 300; i++) {
              Thread.currentThread().interrupt();
              source.read(0, 1000);
              Thread.interrupted();
            }
            return true;
          });
      while (!disturber.isDone()) {
        assertThat(source.read(0, model.length)).isEqualTo(model);
      }
      assertThat(disturber.get()).isEqualTo(true);
    }
  }

  @Test
  void afterAnInterruptAnotherFileUnderTheNameIsRefused() throws IOException {
    Path file = SparseFiles.write(directory.resolve("first"), new byte[] {1});
    Path other = SparseFiles.write(directory.resolve("second"), new byte[] {2});
    try (FileSource source = FileSource.open(file)) {
      Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
      assertThat(source.read(0, 1)).containsExactly(1);
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> source.read(0, 1)).hasMessageContaining("replaced");
      assertThat(Thread.interrupted()).isTrue();
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> source.nextData(0)).hasMessageContaining("replaced");
      }
    }
  }

  @Test
  void aFileThatGotShorterIsAnError() throws IOException {
    Path file = SparseFiles.write(directory.resolve("shrinks"), new byte[] {1, 2, 3, 4});
    try (FileSource source = FileSource.open(file)) {
      Files.write(file, new byte[] {1});
      assertThatThrownBy(() -> source.read(0, 4)).isInstanceOf(OutOfRangeException.class);
    }
  }

  @Test
  void whatIsClosedStaysClosed() throws IOException {
    ByteSource source = create(new byte[] {1});
    source.close();
    source.close();
    assertThatThrownBy(() -> source.read(0, 1)).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> source.nextData(0)).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void opensNeitherDirectoriesNorPipesNorWhatIsNotThere() {
    assertThatThrownBy(() -> FileSource.open(directory)).hasMessageContaining("regular file");
    assertThatThrownBy(() -> FileSource.open(Path.of("/dev/null")))
        .hasMessageContaining("regular file");
    assertThatThrownBy(() -> FileSource.open(directory.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void itsStateTellsOfChanges() throws IOException {
    Path file = SparseFiles.write(directory.resolve("changes"), new byte[] {1});
    try (FileSource source = FileSource.open(file)) {
      FileState before = source.state();
      assertThat(source.read(0, 1)).hasSize(1);
      assertThat(source.state()).isEqualTo(before);
      Files.write(file, new byte[] {2, 3});
      assertThat(source.state()).isNotEqualTo(before);
      assertThat(source.state().sameFile(before)).isTrue();
      Path other = SparseFiles.write(directory.resolve("other"), new byte[] {1});
      Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
      assertThat(source.state().sameFile(before)).isFalse();
    }
  }
}
