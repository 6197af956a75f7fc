package io.intarsia.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every byte source keeps to, tried against an array of bytes. */
abstract class ByteSourceContract {

  /** A source of these bytes. */
  abstract ByteSource create(byte[] model) throws IOException;

  @Test
  void readsWhatTheModelHas() throws IOException {
    Random random = SeededRandom.create();
    byte[] model = SeededRandom.sparseBytes(random, 700_001);
    try (ByteSource source = create(model)) {
      assertThat(source.size()).isEqualTo(model.length);
      assertThat(source.read(0, model.length)).isEqualTo(model);
      readRandomPieces(source, model, random, 300);
    }
  }

  @Test
  void readsIntoTheMiddleOfAnArrayOnly() throws IOException {
    try (ByteSource source = create(new byte[] {1, 2, 3, 4, 5})) {
      byte[] target = {9, 9, 9, 9, 9, 9};
      source.read(1, target, 2, 3);
      assertThat(target).containsExactly(9, 9, 2, 3, 4, 9);
    }
  }

  @Test
  void refusesRangesOutside() throws IOException {
    try (ByteSource source = create(new byte[1000])) {
      byte[] target = {7, 7, 7, 7};
      long[][] ranges = {{-1, 1}, {1000, 1}, {998, 4}, {Long.MAX_VALUE, 4}, {Long.MIN_VALUE, 4}};
      for (long[] range : ranges) {
        assertThatThrownBy(() -> source.read(range[0], target, 0, (int) range[1]))
            .isInstanceOf(OutOfRangeException.class);
      }
      assertThatThrownBy(() -> source.read(0, target, 0, -1))
          .isInstanceOf(OutOfRangeException.class);
      assertThat(target).containsOnly(7);
      source.read(1000, target, 0, 0);
    }
  }

  @Test
  void holesAndDataAlternateAndCoverTheSource() throws IOException {
    Random random = SeededRandom.create();
    byte[] model = SeededRandom.sparseBytes(random, 3_000_000);
    try (ByteSource source = create(model)) {
      long at = 0;
      while (at < model.length) {
        long data = source.nextData(at);
        assertThat(data).isBetween(at, (long) model.length);
        assertThat(Zeros.isZero(model, (int) at, (int) (data - at))).isTrue();
        long hole = source.nextHole(data);
        assertThat(hole).isBetween(Math.min(data + 1, model.length), (long) model.length);
        at = hole;
      }
      askForHolesAnywhere(source, model, random);
    }
  }

  private static void askForHolesAnywhere(ByteSource source, byte[] model, Random random)
      throws IOException {
    for (int i = 0; i < 300; i++) {
      int at = random.nextInt(model.length);
      long data = source.nextData(at);
      assertThat(data).isBetween((long) at, (long) model.length);
      assertThat(Zeros.isZero(model, at, (int) data - at)).isTrue();
      long hole = source.nextHole(at);
      assertThat(hole).isBetween((long) at, (long) model.length);
      assertThat(hole == at).isEqualTo(data > at);
    }
  }

  @Test
  void theEndIsNeitherDataNorHole() throws IOException {
    try (ByteSource source = create(new byte[] {1, 2, 3})) {
      assertThat(source.nextData(3)).isEqualTo(3);
      assertThat(source.nextHole(3)).isEqualTo(3);
      assertThat(source.nextData(0)).isZero();
    }
    try (ByteSource empty = create(new byte[0])) {
      assertThat(empty.size()).isZero();
      assertThat(empty.nextData(0)).isZero();
      assertThat(empty.nextHole(0)).isZero();
      assertThat(empty.read(0, 0)).isEmpty();
    }
  }

  @Test
  void slicesAreSourcesOfTheirOwn() throws IOException {
    byte[] model = SeededRandom.sparseBytes(SeededRandom.create(), 400_000);
    try (ByteSource source = create(model)) {
      ByteSource slice = source.slice("part", 1000, 200_000);
      slice.close();
      assertThat(slice.description()).isEqualTo(source.description() + " > part");
      assertThat(slice.read(0, 200_000)).isEqualTo(SeededRandom.part(model, 1000, 200_000));
      assertThatThrownBy(() -> slice.read(199_999, 2)).isInstanceOf(OutOfRangeException.class);
      assertThatThrownBy(() -> source.slice("late", 300_000, 100_001))
          .isInstanceOf(OutOfRangeException.class);
    }
  }

  @Test
  void manyThreadsReadAtOnce() throws Exception {
    Random random = SeededRandom.create();
    byte[] model = SeededRandom.sparseBytes(random, 1_000_000);
    try (ByteSource source = create(model);
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Boolean>> readers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Random own = new Random(random.nextLong());
        readers.add(() -> {
          readRandomPieces(source, model, own, 200);
          askForHolesAnywhere(source, model, own);
          return true;
        });
      }
      for (Future<Boolean> reader : threads.invokeAll(readers)) {
        assertThat(reader.get()).isTrue();
      }
    }
  }

  private static void readRandomPieces(ByteSource source, byte[] model, Random random, int count)
      throws IOException {
    for (int i = 0; i < count; i++) {
      int offset = random.nextInt(model.length);
      int length = Math.min(model.length - offset, random.nextInt(i % 2 == 0 ? 300 : 150_000));
      assertThat(source.read(offset, length)).isEqualTo(SeededRandom.part(model, offset, length));
    }
  }
}
