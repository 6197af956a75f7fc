package io.intarsia.store.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.intarsia.store.PackId;
import io.intarsia.store.error.StoreException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CondemnedTest {
  @Test
  void statesComeBackWithTheirEpochs() throws StoreException {
    PackId first = new PackId(-1, 1);
    PackId second = new PackId(2, 2);
    Condemned condemned =
        Condemned.NONE
            .next(Map.of(first, Condemned.RETIRED))
            .next(Map.of(second, Condemned.CONDEMNED));
    Condemned back = Condemned.decode(condemned.encode());
    assertThat(back).isEqualTo(condemned);
    assertThat(back.epoch()).isEqualTo(2);
    assertThat(back.state(first)).isEqualTo(Condemned.RETIRED);
    assertThat(back.packs().get(second)).isEqualTo(new Condemned.State(Condemned.CONDEMNED, 2));
    assertThat(back.state(new PackId(3, 3))).isZero();
    assertThat(back.without(List.of(first)).state(first)).isZero();
    assertThat(back.without(List.of(first)).epoch()).isEqualTo(2);
  }

  @FuzzTest(maxDuration = "3h")
  void anyBytesAreAListOrRefused(byte[] bytes) {
    try {
      Condemned.decode(bytes);
    } catch (StoreException e) {
      assertThat(e).hasMessageContaining("condemned");
    }
  }
}
