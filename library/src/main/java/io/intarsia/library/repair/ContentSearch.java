package io.intarsia.library.repair;

import io.intarsia.bytes.ByteSource;
import io.intarsia.library.checkin.cut.BatchPlanner;
import io.intarsia.library.checkin.cut.CutBatch;
import io.intarsia.library.checkin.cut.Cutter;
import io.intarsia.library.checkin.cut.Piece;
import io.intarsia.library.checkin.guide.Guide;
import io.intarsia.library.checkin.plan.ImagePlan;
import io.intarsia.library.checkin.plan.PlanOptions;
import io.intarsia.library.checkin.plan.Planner;
import java.io.IOException;
import java.util.List;

/** Looks for missing chunks among the files of an image, and in the rest of it, cut anew. */
final class ContentSearch {
  private static final int BATCH_BYTES = 1 << 20;

  private final Wanted wanted;
  private final int chunkSize;

  /**
   * @param chunkSize of the store that is repaired
   */
  ContentSearch(Wanted wanted, int chunkSize) {
    this.wanted = wanted;
    this.chunkSize = chunkSize;
  }

  /** Reads all of an image's disks. */
  void search(List<ByteSource> disks) throws IOException {
    ImagePlan plan = Planner.plan(disks, PlanOptions.exact());
    Cutter cutter = new Cutter(plan.bytes(), plan.contents(), chunkSize);
    int batchBytes = Math.max(BATCH_BYTES, 2 * chunkSize);
    byte[] buffer = new byte[batchBytes];
    new BatchPlanner(
            plan,
            Guide.none(),
            chunkSize,
            batchBytes,
            batch -> {
              if (!wanted.isEmpty()) {
                take(cutter.cut(batch, buffer));
              }
            })
        .run();
  }

  private void take(CutBatch cut) throws IOException {
    for (List<Piece> pieces : cut.pieces()) {
      for (Piece piece : pieces) {
        if (piece.fingerprint() != null) {
          wanted.take(piece.fingerprint(), cut.buffer(), piece.bufferOffset(), piece.chunkLength());
        }
      }
    }
  }
}
