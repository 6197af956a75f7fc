package io.intarsia.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.blob.DirectoryBlobs;
import io.intarsia.store.crypt.KeyRing;
import io.intarsia.store.crypt.KeySource;
import io.intarsia.store.crypt.Secret;
import io.intarsia.store.crypt.StoreKeys;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.TooNewException;
import io.intarsia.store.frame.TwinCrc;
import io.intarsia.store.session.LocalCoordination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of the two files of keys is used, and what is written in place of which. */
class KeyFilesTest {
  private static final KeySource KEY = () -> Secret.of(new byte[32]);

  @TempDir Path temporary;
  private Path directory = Path.of("");
  private Path keys = Path.of("");
  private Path copy = Path.of("");
  private byte[] before = new byte[0];
  private byte[] after = new byte[0];

  /** A store with a record under its second data key. */
  @BeforeEach
  void makeStore() throws IOException {
    directory = create("store");
    keys = directory.resolve("keys");
    copy = directory.resolve("keys.copy");
    before = Files.readAllBytes(keys);
    rotate();
    after = Files.readAllBytes(keys);
    try (Store store = open(Access.WRITE)) {
      store.commit(null, records -> records.append(new byte[] {1, 2, 3}));
    }
  }

  private Path create(String name) throws IOException {
    Path created = temporary.resolve(name);
    Store.createEncrypted(created, Samples.SMALL, KEY.secret()).store().close();
    return created;
  }

  private Store open(Access access) throws IOException {
    return Store.open(directory, access, KEY);
  }

  private void rotate() throws IOException {
    try (Store store = open(Access.WRITE)) {
      store.keyChanges().rotate();
    }
  }

  private void assertReadable() throws IOException {
    for (Access access : List.of(Access.READ, Access.WRITE)) {
      try (Store store = open(access)) {
        assertThat(store.records().read(1)).containsExactly(1, 2, 3);
      }
    }
  }

  private List<String> damaged() throws IOException {
    return StoreKeys.open(directory, KEY).check().stream().map(DamagedException::file).toList();
  }

  private List<String> repair() throws IOException {
    return StoreKeys.open(directory, KEY)
        .repair(new DirectoryBlobs(directory, "test"), new LocalCoordination(directory));
  }

  private void assertBothAre(byte[] expected) {
    assertThat(keys).hasBinaryContent(expected);
    assertThat(copy).hasBinaryContent(expected);
  }

  @Test
  void keysOfAnotherStoreAreDamagedAndTheCopyIsUsed() throws IOException {
    Path other = create("other");
    for (Path file : List.of(keys, copy)) {
      Files.copy(other.resolve("keys"), file, StandardCopyOption.REPLACE_EXISTING);
      assertReadable();
      assertThat(damaged()).containsExactly(String.valueOf(file.getFileName()));
      assertThat(repair()).containsExactly(String.valueOf(file.getFileName()));
      assertBothAre(after);
    }
  }

  @Test
  void keysOfAnotherStoreDoNotOpenThisOne() throws IOException {
    Path other = create("other");
    for (Path file : List.of(keys, copy)) {
      Files.copy(other.resolve("keys"), file, StandardCopyOption.REPLACE_EXISTING);
    }
    assertThatThrownBy(() -> open(Access.READ))
        .isInstanceOf(DamagedException.class)
        .hasMessageContaining("keys is damaged")
        .hasMessageContaining("file store");
  }

  @Test
  void olderKeysAreOutdatedAndTheNewerCopyIsUsed() throws IOException {
    Files.write(keys, before);
    assertReadable();
    assertThat(keys).hasBinaryContent(before);
    assertThat(copy).hasBinaryContent(after);
    assertThat(StoreKeys.open(directory, KEY).check())
        .singleElement()
        .satisfies(damage -> assertThat(damage).hasMessageContaining("outdated"));
    assertThat(repair()).containsExactly("keys");
    assertBothAre(after);
    assertThat(damaged()).isEmpty();
  }

  /** Made of the older file, the change would lose the newer data key. */
  @Test
  void aChangeGoesOnFromTheNewerOfTheTwo() throws IOException {
    Files.write(keys, before);
    rotate();
    assertReadable();
    assertThat(((KeyRing) StoreKeys.open(directory, KEY)).epoch()).isEqualTo(3);
    assertThat(copy).hasSameBinaryContentAs(keys);
  }

  /** Two changes that began with the same file, each brought to one place. */
  @Test
  void ofTwoThatAreEquallyNewNoneIsOverwritten() throws IOException {
    Files.write(keys, before);
    Files.write(copy, before);
    rotate();
    byte[] fork = Files.readAllBytes(keys);
    Files.write(keys, after);
    assertReadable();
    assertThat(damaged()).containsExactly("keys.copy");
    assertThat(repair()).isEmpty();
    assertThatThrownBy(this::rotate).isInstanceOf(DamagedException.class);
    assertThat(keys).hasBinaryContent(after);
    assertThat(copy).hasBinaryContent(fork);
  }

  /** Who can write files, but has no key, makes it seem the newest. */
  @Test
  void whatOnlySeemsNewerIsNotUsed() throws IOException {
    byte[] forged = before.clone();
    LittleEndian.put64(forged, 32, 1000);
    LittleEndian.put64(forged, 56, TwinCrc.of(forged, 0, 56));
    LittleEndian.put64(forged, forged.length - 8, TwinCrc.of(forged, 0, forged.length - 8));
    for (Path file : List.of(keys, copy)) {
      Files.write(file, forged);
      assertReadable();
      assertThat(damaged()).containsExactly(String.valueOf(file.getFileName()));
      assertThat(repair()).containsExactly(String.valueOf(file.getFileName()));
      assertBothAre(after);
    }
  }

  @Test
  void aFileOfANewerVersionIsLeftAloneAndTheOtherIsUsed() throws IOException {
    byte[] newer = after.clone();
    newer[8] = 2;
    LittleEndian.put64(newer, 56, TwinCrc.of(newer, 0, 56));
    for (Path file : List.of(keys, copy)) {
      Files.write(file, newer);
      assertReadable();
      assertThat(damaged()).containsExactly(String.valueOf(file.getFileName()));
      assertThat(repair()).isEmpty();
      assertThatThrownBy(this::rotate).isInstanceOf(TooNewException.class);
      assertThat(file).hasBinaryContent(newer);
      Files.write(file, after);
    }
  }

  @Test
  void aFileWithAFlippedVersionIsWrittenAgain() throws IOException {
    for (Path file : List.of(keys, copy)) {
      byte[] flipped = after.clone();
      flipped[8] ^= 2;
      Files.write(file, flipped);
      assertReadable();
      assertThat(repair()).containsExactly(String.valueOf(file.getFileName()));
      assertBothAre(after);
    }
  }

  /** The id of the store is not known then, and the keys are the only ones there are. */
  @Test
  void withoutAHeaderTheKeysAreUsedAsTheyAre() throws IOException {
    byte[] header = Files.readAllBytes(directory.resolve("store"));
    Files.write(directory.resolve("store"), Arrays.copyOf(header, 10));
    assertThat(damaged()).isEmpty();
  }
}
