package io.intarsia.store.insert;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.store.PackId;
import io.intarsia.store.StoreOptions;
import io.intarsia.store.blob.MemoryBlobs;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.frame.Fingerprints;
import io.intarsia.store.frame.FrameCodec;
import io.intarsia.store.index.PendingIndex;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PipelineTest {
  private static Pipeline pipeline(MemoryBlobs blobs, Executor sealers) {
    return new Pipeline(
        blobs,
        () -> new PackId(1, 1),
        StoreOptions.ofChunkSize(4096),
        new FrameCodec(2),
        Fingerprints.plain(),
        _ -> new byte[1],
        Runnable::run,
        sealers,
        new PendingIndex());
  }

  @Test
  @Timeout(60)
  void sealsWithoutAThreadWhereNoneCanBeStarted() throws IOException {
    MemoryBlobs blobs = new MemoryBlobs();
    Pipeline pipeline =
        pipeline(
            blobs,
            _ -> {
              throw new OutOfMemoryError("unable to create native thread");
            });
    byte[] chunk = {1, 2, 3};
    pipeline.addChunk(Fingerprint.ofChunk(chunk, 0, 3), chunk, 0, 3);
    pipeline.seal();
    pipeline.abandon();
    assertThat(pipeline.storedBytes()).isPositive();
  }

  @Test
  void framesInFlightAreBoundedByTheirBytes() {
    assertThat(Pipeline.maxInFlight(2, 2 << 20)).isEqualTo(6);
    assertThat(Pipeline.maxInFlight(64, 2 << 20)).isEqualTo(24);
    assertThat(Pipeline.maxInFlight(64, 8 << 20)).isEqualTo(6);
  }
}
