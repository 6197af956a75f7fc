package io.intarsia.library.damage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.catalog.VersionId;
import io.intarsia.store.PackId;
import io.intarsia.store.Store;
import io.intarsia.store.StoreOptions;
import io.intarsia.store.crypt.Secret;
import io.intarsia.store.crypt.StoreKeys;
import io.intarsia.store.error.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamageMarksTest {
  private static final StoreOptions OPTIONS = new StoreOptions(4 << 10, 16 << 10, 64 << 10, 3);
  private static final DamageMarks MARKS =
      new DamageMarks(
          Set.of(new PackId(5, 1), new PackId(-9, 70_000)),
          Map.of(new VersionId(1, 3), 12L, new VersionId(2, 1), 1L));

  @TempDir Path temporary;

  @Test
  void isRememberedUntilNothingIsDamaged() throws IOException {
    Path directory = temporary.resolve("store");
    Store.create(directory, OPTIONS).close();
    StoreKeys keys = StoreKeys.none();
    assertThat(DamageMarks.read(directory, keys)).isEqualTo(DamageMarks.NONE);
    MARKS.write(directory, keys);
    assertThat(DamageMarks.read(directory, keys)).isEqualTo(MARKS);
    assertThat(MARKS.lost(new VersionId(1, 3))).isEqualTo(12);
    assertThat(MARKS.lost(new VersionId(1, 4))).isZero();
    DamageMarks.NONE.write(directory, keys);
    assertThat(directory.resolve(DamageMarks.KEY)).doesNotExist();
  }

  @Test
  void isSealedInAnEncryptedStore() throws IOException {
    Path directory = temporary.resolve("store");
    StoreKeys keys;
    try (Store store =
        Store.createEncrypted(
                directory, OPTIONS, Secret.of("key".repeat(11).getBytes(StandardCharsets.UTF_8)))
            .store()) {
      keys = store.parts().keys();
    }
    MARKS.write(directory, keys);
    assertThat(DamageMarks.read(directory, keys)).isEqualTo(MARKS);
    byte[] stored = Files.readAllBytes(directory.resolve(DamageMarks.KEY));
    assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("INTDAMG");
    // who has no key cannot make one that counts
    Files.write(directory.resolve(DamageMarks.KEY), DamageMarks.NONE.encode());
    assertThat(DamageMarks.read(directory, keys)).isEqualTo(DamageMarks.NONE);
  }

  @Test
  void aDamagedOneIsFoundOut() {
    byte[] sound = MARKS.encode();
    for (int at = 0; at < sound.length; at++) {
      byte[] damaged = sound.clone();
      damaged[at] ^= 1;
      assertThatThrownBy(() -> DamageMarks.decode(damaged)).isInstanceOf(StoreException.class);
      byte[] cut = Arrays.copyOf(sound, at);
      assertThatThrownBy(() -> DamageMarks.decode(cut)).isInstanceOf(StoreException.class);
    }
  }
}
