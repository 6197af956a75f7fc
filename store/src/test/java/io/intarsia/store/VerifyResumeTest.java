package io.intarsia.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.store.maintenance.Verify;
import io.intarsia.store.maintenance.VerifyOptions;
import io.intarsia.store.maintenance.VerifyResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A verification that was interrupted goes on, and is not fooled by what happened meanwhile. */
class VerifyResumeTest {
  private static final VerifyOptions ALL = new VerifyOptions(100, 1);

  @TempDir Path temporary;
  private Path directory = Path.of("");

  @BeforeEach
  void makeStore() throws IOException {
    directory = temporary.resolve("store");
    ModelLibrary library = new ModelLibrary(1);
    try (Store store = Store.create(directory, Samples.SMALL)) {
      for (long seed = 1; seed <= 8; seed++) {
        library.checkIn(store, new Random(seed));
      }
    }
  }

  private VerifyResult verify(VerifyOptions options) throws IOException {
    return Verify.run(directory, options, (done, of) -> {});
  }

  private long bytes(String part) throws IOException {
    try (var files = Files.walk(directory.resolve(part))) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private List<Path> packs() throws IOException {
    try (var files = Files.walk(directory.resolve("packs"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** Half-way through the packs, in whose order they are read. */
  private void interruptVerification() throws IOException {
    long before = bytes("index") + bytes("records") + bytes("packs") / 2;
    assertThatThrownBy(() ->
            Verify.run(
                directory,
                ALL,
                (done, of) -> {
                  if (done > before) {
                    throw new IllegalStateException("enough");
                  }
                }))
        .hasMessage("enough");
  }

  @Test
  void itGoesOnWhereItWas() throws IOException {
    long all = verify(ALL).readFrameBytes();
    interruptVerification();
    VerifyResult resumed = verify(ALL.resuming());
    assertThat(resumed.skippedBytes()).isBetween(all / 4, all * 3 / 4);
    assertThat(resumed.readFrameBytes()).isEqualTo(all - resumed.skippedBytes());
    assertThat(resumed.damaged()).isEmpty();
    assertThat(verify(ALL.resuming()).readFrameBytes()).isEqualTo(all);
  }

  @Test
  void withoutBeingAskedItBeginsAnew() throws IOException {
    long all = verify(ALL).readFrameBytes();
    interruptVerification();
    VerifyResult anew = verify(ALL);
    assertThat(anew.skippedBytes()).isZero();
    assertThat(anew.readFrameBytes()).isEqualTo(all);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatWasWrittenAgainIsReadAgain(boolean inPlace) throws IOException {
    interruptVerification();
    Path first = packs().getFirst();
    byte[] bytes = Files.readAllBytes(first);
    bytes[100] ^= 1;
    if (inPlace) {
      Files.write(first, bytes);
    } else {
      Path other = temporary.resolve("other");
      Files.write(other, bytes);
      Files.setLastModifiedTime(other, Files.getLastModifiedTime(first));
      Files.delete(first);
      Files.move(other, first);
    }
    VerifyResult resumed = verify(ALL.resuming());
    assertThat(resumed.skippedBytes()).isPositive();
    assertThat(damagedThemselves(resumed)).containsExactly("packs/" + name(first));
  }

  @Test
  void whatCameMeanwhileIsRead() throws IOException {
    interruptVerification();
    Path last = packs().getLast();
    byte[] bytes = Files.readAllBytes(last);
    bytes[100] ^= 1;
    Files.write(last, bytes);
    assertThat(damagedThemselves(verify(ALL.resuming()))).containsExactly("packs/" + name(last));
  }

  @Test
  void damageKnownIsNotForgottenByWhoResumes() throws IOException {
    Path first = packs().getFirst();
    byte[] bytes = Files.readAllBytes(first);
    bytes[100] ^= 1;
    Files.write(first, bytes);
    interruptVerification();
    assertThat(damagedThemselves(verify(ALL.resuming()))).hasSize(1);
    assertThat(damagedThemselves(verify(ALL.resuming()))).hasSize(1);
  }

  private static String name(Path pack) {
    return pack.getName(pack.getNameCount() - 2) + "/" + pack.getFileName();
  }

  /** Files that are damaged, without those that only build on what is. */
  private static List<String> damagedThemselves(VerifyResult result) {
    return result.damaged().stream()
        .filter(damage -> !damage.what().contains("builds on"))
        .map(VerifyResult.Damage::file)
        .toList();
  }
}
