package io.intarsia.store.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.store.PackId;
import io.intarsia.store.blob.Blobs;
import io.intarsia.store.blob.MemoryBlobs;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class VerifyStateTest {
  private static final PackId PACK = new PackId(0x1234_5678_9ABC_DEF0L, 7);
  private static final VerifyState.File FILE = new VerifyState.File(1000, -5);

  private final MemoryBlobs blobs = new MemoryBlobs();

  private VerifyState load() throws IOException {
    return VerifyState.load(blobs, true);
  }

  private VerifyState rememberOne() throws IOException {
    VerifyState state = load();
    state.sound(PACK, FILE);
    state.interrupted();
    return state;
  }

  @Test
  void whatWasFoundSoundIsRemembered() throws IOException {
    VerifyState state = rememberOne();
    VerifyState next = load();
    assertThat(next.isSound(PACK, FILE)).isTrue();
    assertThat(next.isSound(PACK, new VerifyState.File(1001, -5))).isFalse();
    assertThat(next.isSound(PACK, new VerifyState.File(1000, -4))).isFalse();
    assertThat(next.isSound(new PackId(PACK.session(), 8), FILE)).isFalse();
    assertThat(next.sampleStart()).isEqualTo(state.sampleStart());
  }

  @Test
  void whoBeginsAnewOrComesToTheEndForgetsIt() throws IOException {
    rememberOne();
    VerifyState anew = load();
    anew.beginAnew();
    assertThat(anew.isSound(PACK, FILE)).isFalse();
    VerifyState resumed = load();
    resumed.allDone();
    assertThat(load().isSound(PACK, FILE)).isFalse();
  }

  @Test
  void anInterruptionBeforeAnythingWasFoundForgetsNothing() throws IOException {
    rememberOne();
    VerifyState anew = load();
    anew.beginAnew();
    anew.interrupted();
    assertThat(load().isSound(PACK, FILE)).isTrue();
  }

  @Test
  void samplesFollowEachOther() throws IOException {
    load().sampled(42);
    assertThat(load().sampleStart()).isEqualTo(42);
    VerifyState.load(blobs, false).sampled(43);
    assertThat(load().sampleStart()).isEqualTo(42);
  }

  @Test
  void aDamagedFileCountsAsNone() throws IOException {
    rememberOne();
    byte[] sound = Blobs.readAll(blobs, VerifyState.KEY, 1000);
    for (int at = 0; at < sound.length; at++) {
      byte[] damaged = sound.clone();
      damaged[at] ^= 1;
      Blobs.write(blobs, VerifyState.KEY, damaged);
      assertThat(load().isSound(PACK, FILE)).as("byte %s", at).isFalse();
      Blobs.write(blobs, VerifyState.KEY, Arrays.copyOf(sound, at));
      assertThat(load().isSound(PACK, FILE)).as("cut at %s", at).isFalse();
    }
  }
}
