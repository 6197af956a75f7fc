package io.intarsia.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept for a full disk is given up in parts, and taken back by the next commit. */
class ReserveTest {
  @TempDir Path temporary;

  @Test
  void aPartStaysForGcAndCommitsTakeTheRestBack() throws IOException {
    Path directory = temporary.resolve("store");
    Path reserve = directory.resolve("reserve");
    try (Store store = Store.create(directory, Samples.SMALL)) {
      byte[] before = Files.readAllBytes(reserve);
      assertThat(store.releaseReserve()).isTrue();
      assertThat(Files.size(reserve)).isBetween(1L, Reserve.LENGTH - 1L);
      assertThat(store.releaseReserve()).isFalse();
      store.commit(null, records -> records.append(new byte[1]));
      assertThat(reserve).hasBinaryContent(before);

      Files.delete(reserve);
      assertThat(store.releaseReserve()).isFalse();
      store.commit(null, records -> records.append(new byte[1]));
      assertThat(reserve).hasBinaryContent(before);
    }
  }
}
