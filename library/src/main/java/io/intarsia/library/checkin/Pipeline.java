package io.intarsia.library.checkin;

import io.intarsia.library.checkin.assemble.ImageAssembler;
import io.intarsia.library.checkin.cut.Batch;
import io.intarsia.library.checkin.cut.CutBatch;
import io.intarsia.library.checkin.cut.Cutter;
import io.intarsia.library.checkin.cut.Run;
import io.intarsia.library.progress.Progress;
import io.intarsia.library.workspace.Ahead;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.ExecutorService;

/**
 * Reads and cuts batches on several threads and hands them to the assembler in order. At most a few
 * batches are under way, each with a buffer that is used again.
 */
final class Pipeline implements AutoCloseable {
  private final Cutter cutter;
  private final ImageAssembler assembler;
  private final Progress progress;
  private final int batchBytes;
  private final Ahead<CutBatch> ahead;
  private final ArrayDeque<byte[]> freeBuffers = new ArrayDeque<>();

  Pipeline(
      Cutter cutter,
      ImageAssembler assembler,
      ExecutorService threads,
      int batchBytes,
      Progress progress) {
    this.cutter = cutter;
    this.assembler = assembler;
    this.progress = progress;
    this.batchBytes = batchBytes;
    this.ahead =
        new Ahead<>(
            threads,
            Ahead.withBuffers(4 * Runtime.getRuntime().availableProcessors() + 4, batchBytes),
            this::take);
  }

  /** Submits a batch, and first takes finished ones as far as needed to stay within bounds. */
  void submit(Batch batch) throws IOException {
    ahead.makeRoom();
    byte[] buffer = freeBuffers.isEmpty() ? new byte[batchBytes] : freeBuffers.pop();
    ahead.submit(() -> cutter.cut(batch, buffer));
  }

  /** Takes all that is under way. */
  void drain() throws IOException {
    ahead.drain();
  }

  private void take(CutBatch cut) throws IOException {
    assembler.take(cut);
    freeBuffers.push(cut.buffer());
    long bytes = 0;
    for (Run run : cut.batch().runs()) {
      bytes += run.bufferBytes();
    }
    progress.advance(bytes);
  }

  @Override
  public void close() {
    ahead.close();
  }
}
