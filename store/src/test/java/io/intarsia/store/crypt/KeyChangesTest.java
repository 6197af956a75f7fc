package io.intarsia.store.crypt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.blob.BlobWriter;
import io.intarsia.store.blob.Blobs;
import io.intarsia.store.blob.ForwardingBlobs;
import io.intarsia.store.blob.MemoryBlobs;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.KeyException;
import io.intarsia.store.session.Coordination;
import io.intarsia.store.session.LocalCoordination;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys come and go, and the data stays readable for those that are there. */
class KeyChangesTest {
  @TempDir Path directory;

  private final MemoryBlobs raw = new MemoryBlobs();
  private Coordination coordination;
  private String recoveryKey;

  @BeforeEach
  void create() throws IOException {
    Files.createDirectories(directory.resolve("locks"));
    coordination = new LocalCoordination(directory);
    recoveryKey =
        KeyChanges.create(raw, FileSystems.getDefault(), new byte[16], random(1)).recoveryKey();
  }

  private static Secret random(int number) throws KeyException {
    byte[] key = new byte[40];
    new Random(number).nextBytes(key);
    key[0] = 0; // no text
    return Secret.of(key);
  }

  private static Secret passphrase(String words) throws KeyException {
    return Secret.of(words.getBytes(UTF_8));
  }

  private KeyRing open(Secret secret) throws IOException {
    return (KeyRing) StoreKeys.open(raw, () -> secret);
  }

  private KeyChanges changes(KeyRing keys) {
    return new KeyChanges(keys, raw, coordination);
  }

  private void write(KeyRing keys, String name, String text) throws IOException {
    Blobs.write(keys.blobs(raw), name, text.getBytes(UTF_8));
  }

  private String read(KeyRing keys, String name) throws IOException {
    return new String(Blobs.readAll(keys.blobs(raw), name, 1000), UTF_8);
  }

  @Test
  void whatOpensTheStoreIsAnyOfItsKeysAndNoOther() throws IOException {
    KeyRing first = open(random(1));
    write(first, "records/1.rec", "old");
    assertThat(changes(first).add(passphrase("correct horse"))).isEqualTo(3);
    assertThat(read(open(passphrase("correct horse\n")), "records/1.rec")).isEqualTo("old");
    assertThat(read(open(passphrase(recoveryKey + "\r\n")), "records/1.rec")).isEqualTo("old");
    assertThatThrownBy(() -> open(random(2)))
        .isInstanceOf(KeyException.class)
        .hasMessageContaining("wrong");
    assertThatThrownBy(() -> open(passphrase("correct horsf"))).isInstanceOf(KeyException.class);
    assertThatThrownBy(() -> StoreKeys.open(raw, KeySource.NONE)).isInstanceOf(KeyException.class);
    assertThat(changes(first).list())
        .extracting(key -> key.id() + " " + key.kind() + " " + key.isOpening())
        .containsExactly("1 random true", "2 recovery false", "3 passphrase false");
  }

  @Test
  void aRemovedKeyOpensNothingAndItsNumberIsNotUsedAgain() throws IOException {
    KeyRing first = open(random(1));
    changes(first).add(random(2));
    changes(first).remove(3);
    assertThatThrownBy(() -> open(random(2))).isInstanceOf(KeyException.class);
    assertThat(changes(first).add(random(2))).isEqualTo(4);
    assertThatThrownBy(() -> changes(first).remove(3))
        .isInstanceOf(KeyException.class)
        .hasMessageContaining("no key 3");
    changes(first).remove(2);
    changes(first).remove(4);
    assertThatThrownBy(() -> changes(first).remove(1))
        .isInstanceOf(KeyException.class)
        .hasMessageContaining("last");
    assertThat(open(random(1)).isEncrypted()).isTrue();
  }

  @Test
  void afterARotationAllKeysOpenOldAndNewFiles() throws IOException {
    KeyRing first = open(random(1));
    KeyRing before = open(passphrase(recoveryKey));
    write(first, "records/1.rec", "old");
    assertThat(changes(first).rotate()).isEqualTo(2);
    write(first, "records/2.rec", "new");
    assertThat(new SealedBlobs(raw, first).epoch("records/1.rec")).isEqualTo(1);
    assertThat(new SealedBlobs(raw, first).epoch("records/2.rec")).isEqualTo(2);
    for (KeyRing keys :
        new KeyRing[] {before, open(random(1)), open(passphrase(recoveryKey)), first}) {
      assertThat(read(keys, "records/1.rec")).isEqualTo("old");
      assertThat(read(keys, "records/2.rec")).isEqualTo("new");
    }
    KeyRing recovered = open(passphrase(recoveryKey));
    assertThat(changes(recovered).rotate()).isEqualTo(3);
    assertThat(open(random(1)).epoch()).isEqualTo(3);
  }

  @Test
  void fingerprintsStayThroughARotation() throws IOException {
    KeyRing keys = open(random(1));
    byte[] chunk = new byte[5000];
    chunk[1] = 1;
    var before = keys.fingerprints().ofChunk(chunk, 0, chunk.length);
    long anchor = keys.fingerprints().anchor(chunk, 0, chunk.length);
    changes(keys).rotate();
    KeyRing after = open(random(1));
    assertThat(after.fingerprints().ofChunk(chunk, 0, chunk.length)).isEqualTo(before);
    assertThat(after.fingerprints().anchor(chunk, 0, chunk.length)).isEqualTo(anchor);
  }

  /** A removed key and a copy of the old file of keys do not lead to the new master key. */
  @Test
  void whoWasRemovedBeforeARotationCannotReadWhatComesAfter() throws IOException {
    KeyRing first = open(random(1));
    changes(first).add(random(2));
    KeyRing removed = open(random(2));
    KeyRing.Opened known = removed.reload();
    changes(first).remove(3);
    changes(first).rotate();
    write(first, "records/2.rec", "new");
    assertThatThrownBy(() -> read(removed, "records/2.rec")).isInstanceOf(KeyException.class);
    KeyFile now = KeyFile.read(raw, KeyFile.KEY);
    for (KeySlot slot : now.slots()) {
      assertThat(removed.slotKey().unwrap(slot, now.storeId())).isNull();
    }
    assertThatThrownBy(
            () -> Primitives.open(known.master(), now.nonce(), now.associated(), now.sealed()))
        .isInstanceOf(java.security.GeneralSecurityException.class);
  }

  @Test
  void reencryptionLeavesNothingUnderOldKeys() throws IOException {
    KeyRing keys = open(random(1));
    write(keys, "records/1.rec", "one");
    write(keys, "packs/ab/1.pack", "two");
    write(keys, "index/1.idx", "three");
    write(keys, "condemned", "four");
    changes(keys).rotate();
    assertThat(changes(keys).reencrypt().bytes()).isEqualTo(15);
    SealedBlobs blobs = new SealedBlobs(raw, keys);
    for (String name : new String[] {"records/1.rec", "packs/ab/1.pack", "index/1.idx"}) {
      assertThat(blobs.epoch(name)).isEqualTo(2);
    }
    assertThat(read(keys, "condemned")).isEqualTo("four");
    assertThat(changes(keys).reencrypt().bytes()).isZero();
  }

  @Test
  void aDamagedFileOfKeysIsFoundAndItsCopyUsed() throws IOException {
    byte[] good = Blobs.readAll(raw, KeyFile.KEY, 1 << 20);
    for (int at = 0; at < good.length; at += at < 16 ? 1 : 7) {
      byte[] bad = good.clone();
      bad[at] ^= 16;
      Blobs.write(raw, KeyFile.KEY, bad);
      assertThat(open(random(1)).check())
          .extracting(DamagedException::file)
          .containsExactly(KeyFile.KEY);
    }
    raw.delete(KeyFile.KEY);
    assertThat(open(random(1)).check()).hasSize(1);
    raw.delete(KeyFile.COPY);
    assertThat(StoreKeys.open(raw, () -> random(1)).isEncrypted()).isFalse();
    Blobs.write(raw, KeyFile.KEY, new byte[100]);
    assertThatThrownBy(() -> open(random(1))).isInstanceOf(DamagedException.class);
  }

  /** Who can write the file, but has no key, cannot change what a slot says. */
  @Test
  void slotsAreAuthenticated() throws IOException {
    KeyFile file = KeyFile.read(raw, KeyFile.KEY);
    KeyFile changed =
        new KeyFile(
            file.storeId(),
            file.generation() + 1,
            file.nextSlotId(),
            file.slots().subList(0, 1),
            file.nonce(),
            file.sealed());
    changed.write(raw);
    assertThatThrownBy(() -> open(random(1))).isInstanceOf(DamagedException.class);
  }

  /** The n-th writing fails, for n = 1, 2, ... until none does. */
  @Test
  void aChangeThatFailsAnywhereLeavesAStoreThatOpens() throws IOException {
    KeyRing keys = open(random(1));
    write(keys, "records/1.rec", "old");
    for (int failing = 1; ; failing++) {
      FailingWrites blobs = new FailingWrites(raw, failing);
      KeyChanges changes = new KeyChanges(open(random(1)), blobs, coordination);
      boolean failed = false;
      try {
        changes.add(random(2));
        changes.rotate();
        changes.remove(changes.list().getLast().id());
      } catch (IOException e) {
        failed = true;
      }
      KeyRing after = open(random(1));
      assertThat(read(after, "records/1.rec")).isEqualTo("old");
      if (!failed) {
        break;
      }
    }
  }

  /** A blob store of which one creation of a blob fails. */
  private static final class FailingWrites extends ForwardingBlobs {
    private int left;

    FailingWrites(BlobStore blobs, int left) {
      super(blobs);
      this.left = left;
    }

    @Override
    public BlobWriter create(String key) throws IOException {
      if (--left == 0) {
        throw new IOException("made to fail");
      }
      return super.create(key);
    }
  }
}
