package io.intarsia.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PagedSourceTest extends ByteSourceContract {
  private static final int PAGE = 65536;

  @TempDir Path directory = Path.of("");

  @Override
  ByteSource create(byte[] model) throws IOException {
    Path file = SparseFiles.write(directory.resolve("paged"), model);
    return new PagedSource(FileSource.open(file), 4 * PAGE);
  }

  @Test
  void readsAPageOnceForManySmallReads() throws IOException {
    CountingSource counting = new CountingSource(new byte[10 * PAGE]);
    try (PagedSource paged = new PagedSource(counting, 8 * PAGE)) {
      for (int i = 0; i < 4 * PAGE; i += 100) {
        paged.read(i, 100);
      }
      assertThat(counting.reads.get()).isEqualTo(5);
    }
  }

  @Test
  void largeReadsLeaveThePagesAlone() throws IOException {
    CountingSource counting = new CountingSource(new byte[20 * PAGE]);
    try (PagedSource paged = new PagedSource(counting, 4 * PAGE)) {
      paged.read(7, 1);
      paged.read(0, 20 * PAGE);
      paged.read(8, 1);
      assertThat(counting.reads.get()).isEqualTo(2);
    }
  }

  private static final class CountingSource implements ByteSource {
    final AtomicInteger reads = new AtomicInteger();
    private final MemorySource memory;

    CountingSource(byte[] bytes) {
      memory = new MemorySource("counted", bytes);
    }

    @Override
    public long size() {
      return memory.size();
    }

    @Override
    public String description() {
      return memory.description();
    }

    @Override
    public void read(long offset, byte[] target, int targetOffset, int length) throws IOException {
      reads.incrementAndGet();
      memory.read(offset, target, targetOffset, length);
    }

    @Override
    public void close() {}
  }
}
