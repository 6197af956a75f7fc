package io.intarsia.store.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  private static final long SEED = 5;

  private static Fingerprint random(Random random) {
    return Fingerprint.ofWords(
        random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
  }

  @Test
  void ofAChunkIsItsSha256() {
    byte[] abc = "xabcx".getBytes(StandardCharsets.US_ASCII);
    Fingerprint fingerprint = Fingerprint.ofChunk(abc, 1, 3);
    assertThat(fingerprint.toHex())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(Fingerprint.parse(fingerprint.toHex())).isEqualTo(fingerprint);
    assertThat(Fingerprint.ofObject(abc, 1, 3).toHex())
        .isEqualTo("4587e94070fe3015bebebf21a251dddc4ffc9e5c69e885634bef009e0dffea52");
    assertThatThrownBy(() -> Fingerprint.parse("ba78"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isOrderedAsUnsignedBytes() {
    Random random = new Random(SEED);
    for (int i = 0; i < 1000; i++) {
      Fingerprint one = random(random);
      Fingerprint other = random.nextInt(3) == 0 ? one : random(random);
      assertThat(Integer.signum(one.compareTo(other)))
          .isEqualTo(Integer.signum(Arrays.compareUnsigned(one.toBytes(), other.toBytes())));
      assertThat(one.equals(other)).isEqualTo(one.compareTo(other) == 0);
    }
  }

  @Test
  void aSetHoldsWhatAJavaSetHolds() {
    Random random = new Random(SEED);
    FingerprintSet set = new FingerprintSet();
    Set<Fingerprint> model = new HashSet<>();
    for (int i = 0; i < 5000; i++) {
      Fingerprint fingerprint =
          i % 100 == 7 ? Fingerprint.ofWords(0, 0, 0, 0) : random(new Random(random.nextInt(2000)));
      assertThat(set.contains(fingerprint)).isEqualTo(model.contains(fingerprint));
      assertThat(set.add(fingerprint)).isEqualTo(model.add(fingerprint));
      assertThat(set.size()).isEqualTo(model.size());
    }
  }
}
