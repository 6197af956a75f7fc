package io.intarsia.benchmarks;

import io.intarsia.bytes.Zeros;
import io.intarsia.store.chunk.Fingerprint;
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
import org.openjdk.jmh.annotations.Warmup;

/** What every byte of a disk goes through: is it zero, and what is its fingerprint. Per chunk. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Fingerprinting {
  private static final long SEED = 1;

  @Param({"4096", "65536", "1048576"})
  int chunkBytes;

  private byte[] chunk = new byte[0];
  private byte[] zeros = new byte[0];

  @Setup
  public void prepare() {
    chunk = new byte[chunkBytes];
    zeros = new byte[chunkBytes];
    new Random(SEED).nextBytes(chunk);
  }

  @Benchmark
  public Fingerprint fingerprint() {
    return Fingerprint.ofChunk(chunk, 0, chunkBytes);
  }

  /** The costly case: it is zero to the end. */
  @Benchmark
  public boolean zeroDetection() {
    return Zeros.isZero(zeros, 0, chunkBytes);
  }
}
