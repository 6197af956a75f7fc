package io.intarsia.store.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.intarsia.store.error.StoreException;
import org.junit.jupiter.api.Test;

class RecordFileTest {
  @Test
  void keysAreSortedByNumber() {
    assertThat(RecordFile.key(42)).isEqualTo("records/0000000000000042.rec");
    assertThat(RecordFile.number(RecordFile.key(42))).isEqualTo(42);
    assertThat(RecordFile.number("records/000000000000004x.rec")).isZero();
    assertThat(RecordFile.number("records/42.rec")).isZero();
  }

  @FuzzTest(maxDuration = "3h")
  void anyBytesAreARecordOrRefused(byte[] bytes) {
    try {
      assertThat(RecordFile.encode(3, RecordFile.decode(3, bytes))).isEqualTo(bytes);
    } catch (StoreException e) {
      assertThat(e).hasMessageContaining("records/");
    }
  }
}
