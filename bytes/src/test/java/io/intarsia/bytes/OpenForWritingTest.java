package io.intarsia.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenForWritingTest {
  @TempDir Path directory = Path.of("");

  @Test
  void seesAWriterWhileThereIsOne() throws IOException {
    Path file = Files.write(directory.resolve("file"), new byte[100]);
    assertThat(OpenForWriting.isOpenForWriting(file)).isFalse();
    try (FileChannel writer = FileChannel.open(file, StandardOpenOption.WRITE)) {
      assertThat(writer.isOpen()).isTrue();
      assertThat(OpenForWriting.isOpenForWriting(file)).isTrue();
    }
    try (FileSource reader = FileSource.open(file)) {
      assertThat(reader.size()).isEqualTo(100);
      assertThat(OpenForWriting.isOpenForWriting(file)).isFalse();
    }
  }

  @Test
  void leavesNoLeaseBehind() throws IOException {
    Path file = Files.write(directory.resolve("file"), new byte[100]);
    for (int i = 0; i < 100; i++) {
      assertThat(OpenForWriting.isOpenForWriting(file)).isFalse();
      Files.write(file, new byte[] {1});
    }
  }

  @Test
  void seesQemuWriting() throws Exception {
    Path file = Files.write(directory.resolve("disk.raw"), new byte[65536]);
    Process qemu =
        new ProcessBuilder("qemu-io", "-f", "raw", file.toString())
            .redirectErrorStream(true)
            .start();
    try (OutputStream commands = qemu.getOutputStream();
        BufferedReader answers =
            new BufferedReader(
                new InputStreamReader(qemu.getInputStream(), StandardCharsets.UTF_8))) {
      commands.write("length\n".getBytes(StandardCharsets.UTF_8));
      commands.flush();
      assertThat(answers.readLine()).isNotNull();
      assertThat(OpenForWriting.isOpenForWriting(file)).isTrue();
    }
    assertThat(qemu.waitFor()).isZero();
    assertThat(OpenForWriting.isOpenForWriting(file)).isFalse();
  }

  @Test
  void aFileThatIsNotThereIsAnError() {
    assertThatThrownBy(() -> OpenForWriting.isOpenForWriting(directory.resolve("none")))
        .isInstanceOf(IOException.class);
  }
}
