package io.intarsia.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.index.LookupCounts;
import io.intarsia.store.maintenance.Gc;
import io.intarsia.store.maintenance.RootsSource;
import io.intarsia.store.pack.PackLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BulkReaderTest {
  private static final int CHUNKS = 4000;

  @TempDir private Path temporary;

  private final List<byte[]> chunks = new ArrayList<>();

  private Fingerprint write(Path directory, int from, int to) throws IOException {
    try (Store store = Store.open(directory, Access.WRITE);
        Inserter inserter = store.inserter()) {
      List<Fingerprint> fingerprints = new ArrayList<>();
      for (byte[] chunk : chunks.subList(from, to)) {
        fingerprints.add(Samples.fingerprint(chunk));
        inserter.putChunk(fingerprints.getLast(), chunk, 0, chunk.length);
      }
      Fingerprint object = inserter.putObject(Samples.object('T', List.of(), fingerprints));
      inserter.seal();
      store.commit(inserter, records -> records.append(object.toBytes()));
      return object;
    }
  }

  private void readAll(Path directory, int from, int to) throws IOException {
    try (Store store = Store.open(directory, Access.READ)) {
      ChunkReader reader = store.bulkReader();
      LookupCounts counts = store.parts().index().counts();
      for (byte[] chunk : chunks.subList(from, to)) {
        assertThat(reader.readChunk(Samples.fingerprint(chunk))).isEqualTo(chunk);
      }
      assertThat(counts.lookUps() * 100).isLessThan(to - from);
    }
  }

  @Test
  void fewChunksAreLookedUpInTheIndexBeforeAndAfterGc() throws IOException {
    Path directory = temporary.resolve("store");
    StoreOptions options = Samples.SMALL;
    Store.create(directory, new StoreOptions(4096, 16384, 1 << 20, options.compressionLevel()))
        .close();
    Random random = new Random(9);
    for (int i = 0; i < CHUNKS; i++) {
      byte[] chunk = new byte[1 + random.nextInt(1000)];
      random.nextBytes(chunk);
      chunks.add(chunk);
    }
    write(directory, 0, 3000);
    Fingerprint second = write(directory, 2000, CHUNKS);
    readAll(directory, 0, 3000);
    readAll(directory, 2000, CHUNKS);
    try (Store store = Store.open(directory, Access.WRITE)) {
      Gc.run(store, () -> new RootsSource.Roots(List.of(second), 2), false);
    }
    readAll(directory, 2000, CHUNKS);
  }

  @Test
  void aPackWhoseTableIsDamagedIsReadThroughTheIndex() throws IOException {
    Path directory = temporary.resolve("store");
    Store.create(directory, StoreOptions.DEFAULT).close();
    Random random = new Random(10);
    for (int i = 0; i < 100; i++) {
      chunks.add(Samples.chunk(random));
    }
    write(directory, 0, 100);
    try (Store store = Store.open(directory, Access.READ)) {
      Fingerprint first = Samples.fingerprint(chunks.getFirst());
      Place place = Objects.requireNonNull(store.reader().locate(first));
      Path pack = directory.resolve(PackLayout.key(place.frame().pack()));
      byte[] bytes = Files.readAllBytes(pack);
      bytes[bytes.length - 60] ^= 1;
      Files.write(pack, bytes);
      ChunkReader reader = store.bulkReader();
      for (byte[] chunk : chunks) {
        assertThat(reader.readChunk(Samples.fingerprint(chunk))).isEqualTo(chunk);
      }
    }
  }
}
