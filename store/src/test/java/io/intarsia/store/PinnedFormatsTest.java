package io.intarsia.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.TooNewException;
import io.intarsia.store.error.TooOldException;
import io.intarsia.store.frame.TwinCrc;
import io.intarsia.store.maintenance.Verify;
import io.intarsia.store.maintenance.VerifyOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
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
    write("store.copy", header);
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
    byte[] header = PinnedFormats.storeHeader(HexFormat.of().parseHex(id), 4096, 16384, 65536, 3);
    assertThat(written.resolve("store")).hasBinaryContent(header);
    assertThat(written.resolve("store.copy")).hasBinaryContent(header);
  }

  private static Path onlyFile(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> found = files.filter(Files::isRegularFile).toList();
      assertThat(found).hasSize(1);
      return found.getFirst();
    }
  }

  /** Where each kind of file has the checksum that covers its version. */
  private Map<String, Integer> checksums() throws IOException {
    int condemned = (int) Files.size(directory.resolve("condemned")) - 8;
    return Map.of("store", 56, "condemned", condemned, "index/a.idx", 56);
  }

  @Test
  void otherVersionsAreNotDamage() throws IOException {
    for (Map.Entry<String, Integer> file : checksums().entrySet()) {
      String name = file.getKey();
      byte[] bytes = Files.readAllBytes(directory.resolve(name));
      write(name, withVersion(bytes, bytes[8] + 9, file.getValue()));
      assertThatThrownBy(() -> Store.open(directory, Access.READ))
          .as(name)
          .isInstanceOf(TooNewException.class)
          .hasMessageContaining(name);
      write(name, withVersion(bytes, 0, file.getValue()));
      assertThatThrownBy(() -> Store.open(directory, Access.READ))
          .as(name)
          .isInstanceOf(TooOldException.class);
      write(name, bytes);
    }
  }

  private static byte[] withVersion(byte[] bytes, int version, int checksum) {
    byte[] changed = bytes.clone();
    LittleEndian.put16(changed, 8, version);
    LittleEndian.put64(changed, checksum, TwinCrc.of(changed, 0, checksum));
    return changed;
  }

  @Test
  void aVersionThatNobodyWroteIsDamage() throws IOException {
    for (String name : checksums().keySet()) {
      byte[] bytes = Files.readAllBytes(directory.resolve(name));
      for (int bit = 0; bit < 16; bit++) {
        byte[] flipped = bytes.clone();
        flipped[8 + bit / 8] ^= (byte) (1 << (bit % 8));
        write(name, flipped);
        if (name.equals("store")) {
          write("store.copy", flipped);
        }
        assertThatThrownBy(() -> Store.open(directory, Access.READ))
            .as("%s, bit %d", name, bit)
            .isInstanceOf(DamagedException.class)
            .hasMessageContaining(name)
            .hasMessageContaining("version");
      }
      write(name, bytes);
      write("store.copy", Files.readAllBytes(directory.resolve("store")));
    }
  }
}
