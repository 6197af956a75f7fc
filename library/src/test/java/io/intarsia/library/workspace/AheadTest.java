package io.intarsia.library.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AheadTest {
  private final ExecutorService threads = Executors.newFixedThreadPool(3);

  @AfterEach
  void close() {
    threads.close();
  }

  @Test
  void resultsComeInOrderAndFewAreUnderWay() throws IOException {
    List<Integer> taken = new ArrayList<>();
    try (Ahead<Integer> ahead = new Ahead<>(threads, 4, taken::add)) {
      for (int i = 0; i < 100; i++) {
        int number = i;
        ahead.submit(() -> {
          Thread.sleep(number % 3);
          return number;
        });
        assertThat(number + 1 - taken.size()).isLessThanOrEqualTo(4);
      }
      ahead.drain();
    }
    assertThat(taken).hasSize(100).isSorted();
  }

  @Test
  void aFailureIsThatOfTheWork() throws IOException {
    try (Ahead<Integer> ahead = new Ahead<>(threads, 1, _ -> {})) {
      ahead.submit(() -> {
        throw new IOException("a disk");
      });
      assertThatThrownBy(ahead::drain).isInstanceOf(IOException.class).hasMessage("a disk");
    }
  }

  @Test
  void anErrorStaysOne() throws IOException {
    try (Ahead<Integer> ahead = new Ahead<>(threads, 1, _ -> {})) {
      ahead.submit(() -> {
        throw new OutOfMemoryError("heap");
      });
      assertThatThrownBy(ahead::drain).isInstanceOf(OutOfMemoryError.class);
    }
  }

  @Test
  void whatHasNotBegunIsGivenUp() throws IOException {
    CountDownLatch begin = new CountDownLatch(1);
    AtomicInteger done = new AtomicInteger();
    try (ExecutorService one = Executors.newSingleThreadExecutor()) {
      try (Ahead<Integer> ahead = new Ahead<>(one, 5, _ -> {})) {
        for (int i = 0; i < 5; i++) {
          ahead.submit(() -> {
            begin.await();
            return done.incrementAndGet();
          });
        }
      }
      begin.countDown();
    }
    assertThat(done.get()).isLessThanOrEqualTo(1);
  }
}
