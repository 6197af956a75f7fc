package io.intarsia.benchmarks;

import io.intarsia.store.Inserter;
import io.intarsia.store.Store;
import io.intarsia.store.StoreOptions;
import io.intarsia.store.chunk.Fingerprint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The question that a check-in asks of every chunk: is it known. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class IndexLookup {
  private static final long SEED = 3;
  private static final int CHUNK_BYTES = 32;

  @Param({"10000", "1000000"})
  int chunks;

  private final Temporary directory = new Temporary();
  private final Random random = new Random(SEED);
  private Fingerprint[] known = new Fingerprint[0];
  private Store store;
  private Inserter inserter;

  @Setup
  public void prepare() throws IOException {
    Path path = directory.create();
    store = Store.create(path.resolve("store"), StoreOptions.DEFAULT);
    known = new Fingerprint[chunks];
    try (Inserter filling = store.inserter()) {
      byte[] chunk = new byte[CHUNK_BYTES];
      for (int i = 0; i < chunks; i++) {
        random.nextBytes(chunk);
        known[i] = Fingerprint.ofChunk(chunk, 0, CHUNK_BYTES);
        filling.putChunk(known[i], chunk, 0, CHUNK_BYTES);
      }
      filling.seal();
    }
    inserter = store.inserter();
  }

  @TearDown
  public void close() throws IOException {
    inserter.close();
    store.close();
    directory.delete();
  }

  @Benchmark
  public boolean chunkThatIsKnown() throws IOException {
    return inserter.known(known[random.nextInt(chunks)]);
  }

  @Benchmark
  public boolean chunkThatIsNew() throws IOException {
    return inserter.known(
        Fingerprint.ofWords(
            random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong()));
  }
}
