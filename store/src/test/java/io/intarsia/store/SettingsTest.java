package io.intarsia.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.TooNewException;
import io.intarsia.store.frame.TwinCrc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir Path temporary;
  private Path directory = Path.of("");

  @BeforeEach
  void create() throws IOException {
    directory = temporary.resolve("store");
    Store.create(directory, Samples.SMALL).close();
  }

  private StoreSettings settings() throws IOException {
    try (Store store = Store.open(directory, Access.READ)) {
      return store.settings();
    }
  }

  private void change(StoreSettings settings) throws IOException {
    try (Store store = Store.open(directory, Access.WRITE)) {
      store.change(_ -> settings);
    }
  }

  @Test
  void aStoreKeepsWhatItWasCreatedWithUntilItIsChanged() throws IOException {
    assertThat(settings()).isEqualTo(new StoreSettings(Samples.SMALL, GcPolicy.DEFAULT));
    StoreSettings changed =
        new StoreSettings(
            new StoreOptions(4 << 10, 64 << 10, 1 << 20, 7), new GcPolicy(70, 200, 25));
    change(changed);
    assertThat(settings()).isEqualTo(changed);
    assertThat(Store.header(directory).options()).isEqualTo(Samples.SMALL);
  }

  @Test
  void theChunkSizeStays() {
    StoreSettings other = new StoreSettings(StoreOptions.ofChunkSize(8 << 10), GcPolicy.DEFAULT);
    assertThatThrownBy(() -> change(other)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theFilesBytes() throws IOException {
    change(
        new StoreSettings(new StoreOptions(4 << 10, 1 << 20, 64 << 20, 3), new GcPolicy(50, 3, 0)));
    byte[] bytes = Files.readAllBytes(directory.resolve("settings"));
    assertThat(bytes)
        .hasSize(48)
        .startsWith('I', 'N', 'T', 'S', 'E', 'T', 'T', '\n', 1, 0)
        .containsSubsequence(0, 0, 16, 0, 3, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 50, 0, 3, 0, 0, 0);
    byte[] newer = bytes.clone();
    newer[8] = 2;
    LittleEndian.put64(newer, 40, TwinCrc.of(newer, 0, 40));
    Files.write(directory.resolve("settings"), newer);
    assertThatThrownBy(this::settings).isInstanceOf(TooNewException.class);
    bytes[20] = 4;
    Files.write(directory.resolve("settings"), bytes);
    assertThatThrownBy(this::settings)
        .isInstanceOf(DamagedException.class)
        .hasMessageContaining("settings");
  }
}
