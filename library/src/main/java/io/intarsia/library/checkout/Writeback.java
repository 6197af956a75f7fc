package io.intarsia.library.checkout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much the kernel takes into the page cache before it begins to write it to the disk. */
final class Writeback {
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final String AVAILABLE = "MemAvailable:";

  /** {@code vm.dirty_background_ratio}, unless somebody has changed it. */
  private static final int BACKGROUND_PERCENT = 10;

  private static final int KIB = 1024;

  private Writeback() {}

  /** Bytes; more than any file has where the kernel does not say. */
  static long backgroundBytes() {
    try {
      for (String line : Files.readAllLines(MEMORY)) {
        if (line.startsWith(AVAILABLE)) {
          String number = line.substring(AVAILABLE.length()).replace("kB", "").strip();
          return Long.parseLong(number) * KIB / 100 * BACKGROUND_PERCENT;
        }
      }
    } catch (IOException | NumberFormatException e) {
      return Long.MAX_VALUE;
    }
    return Long.MAX_VALUE;
  }
}
