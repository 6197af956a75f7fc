package io.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A record that is gone, or another store's catalog, makes no version vanish, and no garbage of
 * what versions need. Repair writes the record again.
 */
class MissingRecordTest {
  private static final int DAMAGED = 3;

  @TempDir Path directory = Path.of("");
  private Cli cli = Cli.at(Path.of(""));

  @BeforeEach
  void checkIn() throws IOException {
    cli = Cli.create(directory.resolve("store"));
    for (int i = 1; i <= 3; i++) {
      cli.good("checkin", image(i), "image" + i);
    }
  }

  private Path image(int number) throws IOException {
    return Images.random(directory.resolve("raw" + number), number, 300_000);
  }

  private Path record(int number) {
    return cli.store().resolve("records").resolve(String.format("%016d.rec", number));
  }

  private void damaged(String words, Object... args) {
    Cli.Outcome outcome = cli.run(args);
    assertThat(outcome.err() + new String(outcome.out(), StandardCharsets.UTF_8)).contains(words);
    assertThat(outcome.status()).isEqualTo(DAMAGED);
  }

  private void repaired(String... words) {
    assertThat(new String(cli.good("repair"), StandardCharsets.UTF_8))
        .contains(words)
        .contains("was written again from the catalog", "no damage is left");
    cli.good("verify");
  }

  private void allComeOut() throws IOException {
    Path out = directory.resolve("out");
    for (int i = 1; i <= 3; i++) {
      cli.good("checkout", "image" + i, out);
      assertThat(Files.mismatch(image(i), out)).isEqualTo(-1);
    }
  }

  @Test
  void aRecordInTheMiddle() throws IOException {
    Files.delete(record(1));
    damaged("records/0000000000000001.rec", "verify");
    damaged("records/0000000000000001.rec", "rebuild", "catalog");
    allComeOut();
    cli.good("gc"); // the catalog knows all versions
    allComeOut();
    repaired("records/0000000000000001.rec was missing");
    cli.good("rebuild", "catalog");
    allComeOut();
  }

  @Test
  void allRecords() throws IOException {
    Files.delete(record(1));
    Images.resize(record(2), 20);
    Images.resize(record(3), 0);
    repaired(
        "records/0000000000000001.rec was missing",
        "records/0000000000000002.rec was damaged",
        "records/0000000000000003.rec was damaged");
    cli.good("rebuild", "catalog");
    allComeOut();
  }

  @Test
  void aRecordInTheMiddleAndTheCatalog() throws IOException {
    byte[] record = Files.readAllBytes(record(1));
    Files.delete(record(1));
    Files.delete(cli.store().resolve("catalog.db"));
    damaged("records/0000000000000001.rec", "list");
    damaged("records/0000000000000001.rec", "gc");
    damaged("records/0000000000000001.rec", "repair");
    Files.write(record(1), record);
    allComeOut();
    cli.good("verify");
  }

  @Test
  void theLastRecord() throws IOException {
    Files.delete(record(3));
    damaged("records/0000000000000003.rec", "verify");
    damaged("records/0000000000000003.rec", "rebuild", "catalog");
    damaged("records/0000000000000003.rec", "gc");
    damaged("records/0000000000000003.rec", "checkin", image(4), "image4");
    allComeOut();
    repaired("records/0000000000000003.rec was missing");
    cli.good("checkin", image(4), "image4");
    allComeOut();
  }

  @Test
  void theCatalogOfAnotherStore() throws IOException {
    Cli other = Cli.create(directory.resolve("other"));
    for (int i = 1; i <= 4; i++) {
      other.good("checkin", image(i), "image");
      other.good("remove", "image@" + i);
    }
    Path catalog = cli.store().resolve("catalog.db");
    Files.delete(catalog);
    Files.copy(other.store().resolve("catalog.db"), catalog);
    damaged("another store", "gc");
    damaged("another store", "verify");
    cli.good("rebuild", "catalog");
    allComeOut();
    cli.good("gc");
    allComeOut();
    cli.good("verify");
  }
}
