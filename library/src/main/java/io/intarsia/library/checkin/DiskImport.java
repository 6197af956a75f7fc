package io.intarsia.library.checkin;

import io.intarsia.library.checkin.assemble.DiskAssembler;
import io.intarsia.library.checkin.cut.BatchPlanner;
import io.intarsia.library.checkin.cut.Cutter;
import io.intarsia.library.checkin.guide.Guide;
import io.intarsia.library.checkin.plan.DiskPlan;
import io.intarsia.library.checkin.plan.PartitionPlan;
import io.intarsia.library.progress.Progress;
import io.intarsia.store.Inserter;
import io.intarsia.store.chunk.Fingerprint;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;

/** Stores one planned disk: pieces, contents, block map, trees, manifest. */
final class DiskImport {
  private static final int BATCH_BYTES = 1 << 20;

  private DiskImport() {}

  /**
   * What came of it.
   *
   * @param disk fingerprint of the disk's manifest
   * @param partitions with all problems that were met
   */
  record Result(
      Fingerprint disk, List<PartitionPlan> partitions, long newFileBytes, long newSkeletonBytes) {}

  static Result run(
      DiskPlan plan,
      Guide guide,
      Inserter inserter,
      int chunkSize,
      ExecutorService threads,
      Progress progress)
      throws IOException {
    int batchBytes = Math.max(BATCH_BYTES, 2 * chunkSize);
    DiskAssembler assembler = new DiskAssembler(inserter, plan, chunkSize);
    Cutter cutter = new Cutter(plan.disk(), plan.contents(), chunkSize);
    try (Pipeline pipeline = new Pipeline(cutter, assembler, threads, batchBytes, progress)) {
      new BatchPlanner(plan, guide, chunkSize, batchBytes, pipeline::submit).run();
      pipeline.drain();
    }
    inserter.sealChunks();
    Fingerprint disk = assembler.finish();
    return new Result(
        disk, assembler.partitions(), assembler.newFileBytes(), assembler.newSkeletonBytes());
  }
}
