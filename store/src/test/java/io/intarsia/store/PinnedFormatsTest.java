package io.intarsia.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.store.error.TooNewException;
import io.intarsia.store.error.TooOldException;
import io.intarsia.store.maintenance.Verify;
import io.intarsia.store.maintenance.VerifyOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files written from the specification are read; files that are written are those bytes. */
class PinnedFormatsTest {
  private static final long SESSION = 0xfedcba9876543210L;
  private static final String ID = "000102030405060708090a0b0c0d0e0f";

  @TempDir Path temporary;
  private Path directory = Path.of("");
  private final List<PinnedFormats.Chunk> chunks = new ArrayList<>();

  @BeforeEach
  void writeStore() throws IOException {
    directory = temporary.resolve("store");
    Random random = new Random(11);
    for (int i = 0; i < 20; i++) {
      byte[] plain = new byte[i % 10 == 3 ? 4096 : 1 + random.nextInt(300)];
      random.nextBytes(plain);
      chunks.add(new PinnedFormats.Chunk(Samples.fingerprint(plain).toBytes(), plain));
    }
    byte[] header = PinnedFormats.storeHeader(HexFormat.of().parseHex(ID), 4096, 16384, 65536, 3);
    byte[] pack = PinnedFormats.pack(SESSION, 0, chunks);
    write("store", header);
    write("packs/fe/fedcba987654321000000007.pack", pack);
    write("index/a.idx", PinnedFormats.segment(SESSION, 7, 0, pack.length, chunks));
    write("records/0000000000000001.rec", PinnedFormats.record(1, new byte[] {1, 2, 3}));
    write("condemned", PinnedFormats.condemned(5, 1, 2, 2, 4));
    for (String name : new String[] {"tmp", "sessions", "locks"}) {
      Files.createDirectories(directory.resolve(name));
    }
  }

  private void write(String name, byte[] bytes) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.resolve("..").normalize());
    Files.write(file, bytes);
  }

  @Test
  void whatTheSpecificationSaysIsRead() throws IOException {
    try (Store store = Store.open(directory, Access.WRITE)) {
      assertThat(store.header()).isEqualTo(new StoreHeader(ID, Samples.SMALL));
      for (PinnedFormats.Chunk chunk : chunks) {
        assertThat(store.reader().readChunk(Samples.fingerprint(chunk.plain())))
            .isEqualTo(chunk.plain());
      }
      assertThat(store.records().read(1)).containsExactly(1, 2, 3);
    }
    assertThat(Verify.run(directory, VerifyOptions.full(), (done, of) -> {}).damaged()).isEmpty();
  }

  @Test
  void whatIsWrittenIsWhatTheSpecificationSays() throws IOException {
    Path written = temporary.resolve("written");
    String id;
    try (Store store = Store.create(written, Samples.SMALL);
        Inserter inserter = store.inserter()) {
      for (PinnedFormats.Chunk chunk : chunks) {
        inserter.putChunk(
            Samples.fingerprint(chunk.plain()), chunk.plain(), 0, chunk.plain().length);
      }
      inserter.seal();
      store.commit(inserter, records -> records.append(new byte[] {9}));
      id = store.header().id();
    }
    Path pack = onlyFile(written.resolve("packs"));
    long session = HexFormat.fromHexDigitsToLong(String.valueOf(pack.getFileName()), 0, 16);
    byte[] expected = PinnedFormats.pack(session, 0, chunks);
    assertThat(pack).hasBinaryContent(expected);
    assertThat(onlyFile(written.resolve("index")))
        .hasBinaryContent(PinnedFormats.segment(session, 0, 0, expected.length, chunks));
    assertThat(written.resolve("records/0000000000000001.rec"))
        .hasBinaryContent(PinnedFormats.record(1, new byte[] {9}));
    assertThat(written.resolve("store"))
        .hasBinaryContent(
            PinnedFormats.storeHeader(HexFormat.of().parseHex(id), 4096, 16384, 65536, 3));
  }

  private static Path onlyFile(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> found = files.filter(Files::isRegularFile).toList();
      assertThat(found).hasSize(1);
      return found.getFirst();
    }
  }

  @Test
  void otherVersionsAreNotDamage() throws IOException {
    for (String name : new String[] {"store", "condemned", "index/a.idx"}) {
      byte[] bytes = Files.readAllBytes(directory.resolve(name));
      byte version = bytes[8];
      bytes[8] = (byte) (version + 9);
      write(name, bytes);
      assertThatThrownBy(() -> Store.open(directory, Access.READ))
          .as(name)
          .isInstanceOf(TooNewException.class)
          .hasMessageContaining(name);
      bytes[8] = 0;
      write(name, bytes);
      assertThatThrownBy(() -> Store.open(directory, Access.READ))
          .as(name)
          .isInstanceOf(TooOldException.class);
      bytes[8] = version;
      write(name, bytes);
    }
  }
}
