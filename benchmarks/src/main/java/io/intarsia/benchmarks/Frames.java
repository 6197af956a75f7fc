package io.intarsia.benchmarks;

import com.github.luben.zstd.Zstd;
import io.intarsia.store.StoreOptions;
import io.intarsia.store.frame.FrameCodec;
import io.intarsia.store.frame.TwinCrc;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Frames of 1 MiB, as compressible as the files of an operating system: in, out, and checked. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Frames {
  private static final long SEED = 2;
  private static final int FRAME_BYTES = 1 << 20;

  private final FrameCodec codec = new FrameCodec(StoreOptions.DEFAULT.compressionLevel());
  private final byte[] plain = new byte[FRAME_BYTES];
  private final byte[] stored = new byte[(int) Zstd.compressBound(FRAME_BYTES)];
  private final byte[] out = new byte[FRAME_BYTES];
  private int storedBytes;

  /** Words of a small vocabulary between random bytes: zstd makes about a third of it. */
  @Setup
  public void prepare() {
    Random random = new Random(SEED);
    int at = 0;
    while (at < FRAME_BYTES) {
      byte[] piece = new byte[8];
      if (random.nextInt(4) == 0) {
        random.nextBytes(piece);
      } else {
        piece = ("word" + random.nextInt(2000) + " ").getBytes(StandardCharsets.US_ASCII);
      }
      int length = Math.min(piece.length, FRAME_BYTES - at);
      System.arraycopy(piece, 0, plain, at, length);
      at += length;
    }
    storedBytes = codec.compress(plain, FRAME_BYTES, stored);
  }

  @TearDown
  public void close() {
    codec.close();
  }

  @Benchmark
  public int compress() {
    return codec.compress(plain, FRAME_BYTES, stored);
  }

  @Benchmark
  public int decompress() {
    return codec.decompress(stored, 0, storedBytes, out, FRAME_BYTES);
  }

  @Benchmark
  public long checksum() {
    return TwinCrc.of(stored, 0, storedBytes);
  }
}
