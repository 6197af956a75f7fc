package io.intarsia.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes, and several connections of one, that apply the same records at once. */
class ManyProcessesTest {
  private static final int RECORDS = 200;
  private static final long SEED = 7;

  @TempDir Path folder;

  @Test
  void processesThatReplayTheSameRecordsMakeOneCatalog() throws Exception {
    Path file = folder.resolve("catalog.db");
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(start(file));
    }
    long applied = 0;
    for (Process process : processes) {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(output).isZero();
      applied += Long.parseLong(output.strip());
    }
    assertThat(applied).isEqualTo(RECORDS);
    requireEqualToRebuilt(file);
    assertThat(FilesIn.names(folder)).containsExactly("catalog.db");
  }

  @Test
  void connectionsThatReplayTheSameRecordsMakeOneCatalog() throws Exception {
    Path file = folder.resolve("catalog.db");
    long applied = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Long>> results = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        results.add(threads.submit(() -> replay(file)));
      }
      for (Future<Long> result : results) {
        applied += result.get();
      }
    }
    assertThat(applied).isEqualTo(RECORDS);
    requireEqualToRebuilt(file);
  }

  private static void requireEqualToRebuilt(Path file) throws CatalogException {
    try (Catalog catalog = Catalog.open(file, Catalog.Mode.READ_ONLY);
        Catalog rebuilt = Catalog.openInMemory()) {
      long number = 0;
      for (CatalogChange change : new Changes(new Random(SEED)).next(RECORDS)) {
        number++;
        rebuilt.apply(number, change, Changes.payload(number));
      }
      assertThat(catalog.firstDifference(rebuilt)).isNull();
      catalog.checkIntegrity();
    }
  }

  private static Process start(Path file) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            ManyProcessesTest.class.getName(),
            file.toString())
        .redirectErrorStream(true)
        .start();
  }

  /** What a process of the test does: prints how many records it applied itself. */
  public static void main(String[] arguments) throws CatalogException {
    System.out.println(replay(Path.of(arguments[0])));
  }

  private static long replay(Path file) throws CatalogException {
    long applied = 0;
    long number = 0;
    try (Catalog catalog = Catalog.open(file, Catalog.Mode.READ_WRITE)) {
      for (CatalogChange change : new Changes(new Random(SEED)).next(RECORDS)) {
        number++;
        if (catalog.apply(number, change, Changes.payload(number))) {
          applied++;
        }
      }
    }
    return applied;
  }
}
