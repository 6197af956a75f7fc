package io.intarsia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a signal does to a command: its thread is interrupted. */
class InterruptionTest {
  private static final long SEED = 11;
  private static final int DISK_BYTES = 48 << 20;

  @TempDir Path home;

  @Test
  void anInterruptedCheckInLeavesNothingBehind() throws Exception {
    byte[] disk = new byte[DISK_BYTES];
    new Random(SEED).nextBytes(disk);
    Path file = Files.write(home.resolve("disk.raw"), disk);
    Run.good(home, "init");
    Path temporary = home.resolve(".intarsia/tmp");
    Thread command =
        Thread.ofPlatform().start(() -> Run.at(home, "checkin", file.toString(), "disk"));
    while (command.isAlive() && isEmpty(temporary)) {
      Thread.onSpinWait();
    }
    command.interrupt();
    command.join();
    assertThat(isEmpty(temporary)).isTrue();
    assertThat(isEmpty(home.resolve(".intarsia/sessions"))).isTrue();
    Run.good(home, "checkin", file.toString(), "disk");
    assertThat(Run.good(home, "checkout", "disk", "-").out()).isEqualTo(disk);
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().isEmpty();
    }
  }
}
