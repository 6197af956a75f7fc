package io.intarsia.benchmarks;

import io.intarsia.library.Libraries;
import io.intarsia.library.Library;
import io.intarsia.library.checkin.CheckInRequest;
import io.intarsia.library.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Makes a store of many versions of small disks, each with one of its blocks changed. */
public final class ManyVersions {
  private static final int DISK_BYTES = 256 << 10;
  private static final int BLOCK = 4 << 10;

  private ManyVersions() {}

  /** Takes the store's directory, how many images, and how many versions of each. */
  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    int images = Integer.parseInt(args[1]);
    int versions = Integer.parseInt(args[2]);
    Random random = new Random(4);
    Path disk = Files.createTempFile("disk", ".raw");
    try (Library library = Libraries.create(directory, 64 << 10)) {
      for (int image = 0; image < images; image++) {
        byte[] bytes = new byte[DISK_BYTES];
        random.nextBytes(bytes);
        for (int version = 0; version < versions; version++) {
          byte[] block = new byte[BLOCK];
          random.nextBytes(block);
          System.arraycopy(block, 0, bytes, random.nextInt(DISK_BYTES / BLOCK) * BLOCK, BLOCK);
          Files.write(disk, bytes);
          library.checkIn(CheckInRequest.of(disk, "image" + image), Progress.none());
        }
      }
    } finally {
      Files.delete(disk);
    }
  }
}
