package io.intarsia.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.MissingChunkException;
import io.intarsia.store.error.NoSuchStoreException;
import io.intarsia.store.error.StoreExistsException;
import io.intarsia.store.maintenance.Verify;
import io.intarsia.store.maintenance.VerifyOptions;
import io.intarsia.store.object.StoredObject;
import io.intarsia.store.record.RecordFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
  private static final long SEED = 20260101;

  @TempDir Path temporary;
  private Path directory = Path.of("");

  @BeforeEach
  void chooseDirectory() {
    directory = temporary.resolve("store");
  }

  @Test
  void whatWasPutAndSealedIsReadByTheNextProcess() throws IOException {
    Map<Fingerprint, byte[]> model = new HashMap<>();
    Fingerprint object;
    try (Store store = Store.create(directory, Samples.SMALL);
        Inserter inserter = store.inserter()) {
      Random random = new Random(SEED);
      for (int i = 0; i < 500; i++) {
        byte[] chunk = Samples.chunk(random);
        Fingerprint fingerprint = Samples.fingerprint(chunk);
        assertThat(inserter.putChunk(fingerprint, chunk, 0, chunk.length))
            .isEqualTo(model.put(fingerprint, chunk) == null);
      }
      object = inserter.putObject(Samples.object('T', List.of(), List.copyOf(model.keySet())));
      inserter.seal();
      assertThat(inserter.counts().newChunks()).isEqualTo(model.size());
      assertThat(inserter.counts().newObjects()).isEqualTo(1);
      store.commit(inserter, records -> records.append(object.toBytes()));
    }
    try (Store store = Store.open(directory, Access.READ)) {
      for (Map.Entry<Fingerprint, byte[]> entry : model.entrySet()) {
        assertThat(store.reader().readChunk(entry.getKey())).isEqualTo(entry.getValue());
      }
      StoredObject read = store.reader().readObject(object);
      assertThat(read.chunkRefs()).hasSize(model.size());
      assertThat(store.records().last()).isEqualTo(1);
      assertThat(store.records().read(1)).isEqualTo(object.toBytes());
      StoreStats stats = store.stats();
      assertThat(stats.chunks()).isEqualTo(model.size());
      assertThat(stats.objects()).isEqualTo(1);
      assertThat(stats.chunkBytes())
          .isEqualTo(model.values().stream().mapToLong(chunk -> chunk.length).sum());
    }
  }

  @Test
  void whatIsStoredIsKnownAndNotStoredAgain() throws IOException {
    byte[] chunk = "hello".getBytes(StandardCharsets.US_ASCII);
    Fingerprint fingerprint = Samples.fingerprint(chunk);
    try (Store store = Store.create(directory, Samples.SMALL)) {
      for (int round = 0; round < 3; round++) {
        try (Inserter inserter = store.inserter()) {
          assertThat(inserter.known(fingerprint)).isEqualTo(round > 0);
          assertThat(inserter.putChunk(fingerprint, chunk, 0, chunk.length)).isEqualTo(round == 0);
          assertThat(inserter.known(fingerprint)).isTrue();
          inserter.seal();
        }
      }
      assertThat(store.stats().packs()).isEqualTo(1);
    }
  }

  @Test
  void aThirdReferenceThatIsNowhereIsRefused() throws IOException {
    Fingerprint nowhere = Samples.fingerprint(new byte[] {1});
    try (Store store = Store.create(directory, Samples.SMALL);
        Inserter inserter = store.inserter()) {
      StoredObject object = Samples.object('T', List.of(), List.of(nowhere));
      assertThatThrownBy(() -> inserter.putObject(object))
          .isInstanceOf(MissingChunkException.class)
          .hasMessageContaining(nowhere.toHex());
      assertThatThrownBy(() -> store.reader().readChunk(nowhere))
          .isInstanceOf(MissingChunkException.class);
    }
  }

  @Test
  void theLongestObjectIsReadBack() throws IOException {
    byte[] body = new byte[StoredObject.MAX_LENGTH - 100];
    new Random(SEED).nextBytes(body);
    StoredObject object = new StoredObject((byte) 'T', List.of(), List.of(), body, new byte[0]);
    try (Store store = Store.create(directory, Samples.SMALL)) {
      try (Inserter inserter = store.inserter()) {
        inserter.putObject(object);
        inserter.seal();
      }
      assertThat(store.reader().readObject(object.fingerprint())).isEqualTo(object);
    }
    assertThat(Verify.run(directory, VerifyOptions.full(), (done, of) -> {}).damaged()).isEmpty();
  }

  @Test
  void closingWithoutSealingLeavesNothingInTmp() throws IOException {
    try (Store store = Store.create(directory, Samples.SMALL)) {
      Random random = new Random(SEED);
      try (Inserter inserter = store.inserter()) {
        for (int i = 0; i < 100; i++) {
          byte[] chunk = Samples.chunk(random);
          inserter.putChunk(Samples.fingerprint(chunk), chunk, 0, chunk.length);
        }
      }
      try (var files = Files.list(directory.resolve("tmp"))) {
        assertThat(files).isEmpty();
      }
    }
  }

  @Test
  void packsThatADeadSessionSealedAreUsedByTheNext() throws IOException {
    Random random = new Random(SEED);
    Map<Fingerprint, byte[]> put = new HashMap<>();
    try (Store store = Store.create(directory, Samples.SMALL);
        Inserter inserter = store.inserter()) {
      for (int i = 0; i < 300; i++) {
        byte[] chunk = Samples.chunk(random);
        put.put(Samples.fingerprint(chunk), chunk);
        inserter.putChunk(Samples.fingerprint(chunk), chunk, 0, chunk.length);
      }
    }
    try (Store store = Store.open(directory, Access.WRITE);
        Inserter inserter = store.inserter()) {
      int known = 0;
      for (Map.Entry<Fingerprint, byte[]> entry : put.entrySet()) {
        if (inserter.known(entry.getKey())) {
          known++;
          assertThat(store.reader().readChunk(entry.getKey())).isEqualTo(entry.getValue());
        }
      }
      assertThat(known).isGreaterThan(put.size() / 2);
    }
  }

  @Test
  void manySegmentsAreMerged() throws IOException {
    Random random = new Random(SEED);
    Map<Fingerprint, byte[]> put = new HashMap<>();
    try (Store store = Store.create(directory, Samples.SMALL)) {
      for (int round = 0; round < 40; round++) {
        try (Inserter inserter = store.inserter()) {
          for (int i = 0; i < 1 + random.nextInt(60); i++) {
            byte[] chunk = Samples.chunk(random);
            put.put(Samples.fingerprint(chunk), chunk);
            inserter.putChunk(Samples.fingerprint(chunk), chunk, 0, chunk.length);
          }
          inserter.seal();
        }
      }
      try (var segments = Files.list(directory.resolve("index"))) {
        assertThat(segments.count()).isLessThanOrEqualTo(13);
      }
      for (Map.Entry<Fingerprint, byte[]> entry : put.entrySet()) {
        assertThat(store.reader().readChunk(entry.getKey())).isEqualTo(entry.getValue());
      }
      assertThat(store.stats().chunks()).isEqualTo(put.size());
    }
  }

  @Test
  void twoOpenStoresSeeWhatTheOtherAdds() throws IOException {
    byte[] chunk = {1, 2, 3};
    Fingerprint fingerprint = Samples.fingerprint(chunk);
    try (Store first = Store.create(directory, Samples.SMALL);
        Store second = Store.open(directory, Access.WRITE)) {
      try (Inserter inserter = first.inserter()) {
        inserter.putChunk(fingerprint, chunk, 0, chunk.length);
        inserter.seal();
        first.commit(inserter, records -> records.append(new byte[] {7}));
      }
      assertThat(second.reader().readChunk(fingerprint)).isEqualTo(chunk);
      assertThat(second.records().exists(1)).isTrue();
      assertThat(second.records().last()).isEqualTo(1);
      assertThat(second.<Long>commit(null, records -> records.append(new byte[0]))).isEqualTo(2);
    }
  }

  @Test
  void theHeaderKeepsWhatWasChosen() throws IOException {
    Store.create(directory, StoreOptions.ofChunkSize(4 << 20)).close();
    assertThat(Store.exists(directory)).isTrue();
    StoreHeader header = Store.header(directory);
    assertThat(header.chunkSize()).isEqualTo(4 << 20);
    assertThat(header.frameSize()).isEqualTo(4 << 20);
    assertThat(Files.getPosixFilePermissions(directory))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(Files.size(directory.resolve("reserve"))).isEqualTo(Reserve.LENGTH);
    assertThatThrownBy(() -> Store.create(directory, StoreOptions.DEFAULT))
        .isInstanceOf(StoreExistsException.class);
    assertThatThrownBy(() -> Store.open(temporary.resolve("elsewhere"), Access.READ))
        .isInstanceOf(NoSuchStoreException.class);
  }

  @Test
  void recordsAreWrittenOnlyInsideOfACommit() throws IOException {
    try (Store store = Store.create(directory, Samples.SMALL)) {
      assertThatThrownBy(() -> store.records().append(new byte[1]))
          .isInstanceOf(IllegalStateException.class);
      RecordLog[] kept = new RecordLog[1];
      store.commit(
          null,
          records -> {
            kept[0] = records;
            return records.append(new byte[1]);
          });
      assertThatThrownBy(() -> kept[0].append(new byte[1]))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> kept[0].restore(1, new byte[1]))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(Store.records(directory).last()).isEqualTo(1);
  }

  @Test
  void aRecordIsRestoredUnderItsNumber() throws IOException {
    try (Store store = Store.create(directory, Samples.SMALL)) {
      for (byte i = 1; i <= 3; i++) {
        byte[] payload = {i};
        store.commit(null, records -> records.append(payload));
      }
      Files.write(directory.resolve(RecordFile.key(2)), new byte[7]);
      Files.delete(directory.resolve(RecordFile.key(3)));
      store.commit(
          null,
          records -> {
            records.restore(2, new byte[] {2});
            records.restore(3, new byte[] {3});
            return records.append(new byte[] {4});
          });
      for (byte i = 1; i <= 4; i++) {
        assertThat(store.records().read(i)).containsExactly(i);
      }
    }
  }
}
