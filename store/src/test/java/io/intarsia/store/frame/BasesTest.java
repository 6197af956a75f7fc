package io.intarsia.store.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.InvalidObjectException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BasesTest {
  private static List<Fingerprint> fingerprints(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Fingerprint.ofChunk(new byte[] {(byte) i, (byte) (i >> 8)}, 0, 2))
        .toList();
  }

  private static byte[] head(int count, int rest) {
    byte[] stored = new byte[Bases.length(count) + rest];
    Bases.write(fingerprints(count), stored);
    return stored;
  }

  @Test
  void theyComeBack() throws InvalidObjectException {
    for (int count : new int[] {1, 2, Bases.MAX}) {
      byte[] stored = head(count, 10);
      assertThat(Bases.read(stored, 0, stored.length)).isEqualTo(fingerprints(count));
      byte[] later = new byte[stored.length + 3];
      System.arraycopy(stored, 0, later, 3, stored.length);
      assertThat(Bases.read(later, 3, stored.length)).isEqualTo(fingerprints(count));
    }
  }

  @Test
  void whatIsCutOffOrChangedIsRefused() {
    byte[] stored = head(3, 0);
    for (int length = 0; length < stored.length; length++) {
      byte[] cut = Arrays.copyOf(stored, length);
      assertThatThrownBy(() -> Bases.read(cut, 0, cut.length))
          .isInstanceOf(InvalidObjectException.class);
      byte[] changed = stored.clone();
      changed[length] ^= 4;
      assertThatThrownBy(() -> Bases.read(changed, 0, changed.length))
          .isInstanceOf(InvalidObjectException.class);
    }
  }

  @FuzzTest(maxDuration = "3h")
  void anyBytesAreAHeadOrRefused(byte[] bytes) {
    try {
      List<Fingerprint> bases = Bases.read(bytes, 0, bytes.length);
      byte[] again = new byte[Bases.length(bases.size())];
      Bases.write(bases, again);
      assertThat(bytes).startsWith(again);
    } catch (InvalidObjectException e) {
      assertThat(e).hasMessageStartingWith("invalid");
    }
  }
}
