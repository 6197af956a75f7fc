package io.intarsia.library.checkin;

import io.intarsia.formats.image.Attachment;
import io.intarsia.library.checkin.assemble.ImageAssembler;
import io.intarsia.library.checkin.cut.BatchPlanner;
import io.intarsia.library.checkin.cut.Cutter;
import io.intarsia.library.checkin.guide.Guides;
import io.intarsia.library.checkin.plan.ImagePlan;
import io.intarsia.library.checkin.plan.PlacePlan;
import io.intarsia.library.progress.Progress;
import io.intarsia.store.Inserter;
import io.intarsia.store.chunk.Fingerprint;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;

/** Stores a planned image: pieces, contents, block maps, trees, manifests. */
final class ImageImport {
  private static final int BATCH_BYTES = 1 << 20;

  private ImageImport() {}

  /**
   * What came of it.
   *
   * @param manifest fingerprint of the image's manifest
   * @param places with all problems that were met
   * @param blocks what was found in other chunks
   */
  record Result(
      Fingerprint manifest,
      List<PlacePlan> places,
      long newFileBytes,
      long newSkeletonBytes,
      BlockCounts blocks) {}

  static Result run(
      ImagePlan plan,
      List<Attachment> attachments,
      Guides guides,
      Inserter inserter,
      int chunkSize,
      ExecutorService threads,
      Progress progress)
      throws IOException {
    int batchBytes = Math.max(BATCH_BYTES, 2 * chunkSize);
    ImageAssembler assembler = new ImageAssembler(inserter, plan, guides, chunkSize);
    Cutter cutter = new Cutter(plan.bytes(), plan.contents(), chunkSize, inserter.fingerprints());
    try (Pipeline pipeline = new Pipeline(cutter, assembler, threads, batchBytes, progress)) {
      new BatchPlanner(plan, guides.blocks(), chunkSize, batchBytes, pipeline::submit).run();
      pipeline.drain();
    }
    assembler.attach(attachments);
    inserter.sealChunks();
    Fingerprint manifest = assembler.finish();
    return new Result(
        manifest,
        assembler.places(),
        assembler.newFileBytes(),
        assembler.newSkeletonBytes(),
        new BlockCounts(assembler.matchedBlocks(), assembler.loadedFrames()));
  }
}
