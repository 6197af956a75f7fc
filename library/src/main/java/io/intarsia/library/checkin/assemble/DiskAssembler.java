package io.intarsia.library.checkin.assemble;

import io.intarsia.library.checkin.cut.CutBatch;
import io.intarsia.library.checkin.cut.Piece;
import io.intarsia.library.checkin.cut.Run;
import io.intarsia.library.checkin.plan.DiskPlan;
import io.intarsia.library.checkin.plan.PartitionPlan;
import io.intarsia.library.manifest.DiskManifest;
import io.intarsia.library.manifest.FileSystemManifest;
import io.intarsia.store.Inserter;
import io.intarsia.store.chunk.Fingerprint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds one disk from its cut batches, which come in order; used by one thread. */
public final class DiskAssembler {
  private final Inserter inserter;
  private final DiskPlan plan;
  private final ContentAssembler contents;
  private final BlockMapAssembler map;
  private final List<PartitionPlan> partitions = new ArrayList<>();

  public DiskAssembler(Inserter inserter, DiskPlan plan, int chunkSize) {
    this.inserter = inserter;
    this.plan = plan;
    this.contents = new ContentAssembler(inserter, plan.contents(), chunkSize);
    this.map = new BlockMapAssembler(inserter, plan.owned(), contents.ids(), plan.disk().size());
  }

  /** Takes the next batch. */
  public void take(CutBatch cut) throws IOException {
    for (int i = 0; i < cut.pieces().size(); i++) {
      List<Piece> pieces = cut.pieces().get(i);
      switch (cut.batch().runs().get(i)) {
        case Run.ContentRun run -> contents.pieces(run.content(), pieces, cut.buffer());
        case Run.ContentHole hole -> contents.pieces(hole.content(), pieces, cut.buffer());
        case Run.GapRun _, Run.GapHole _, Run.GuidedRun _ -> map.pieces(pieces, cut.buffer());
      }
    }
  }

  /** Writes trees, block map and the disk's manifest; returns its fingerprint. */
  public Fingerprint finish() throws IOException {
    List<@Nullable Fingerprint> nodes = map.finish(plan.disk().size());
    List<DiskManifest.PartitionEntry> entries = new ArrayList<>();
    for (PartitionPlan partition : plan.partitions()) {
      entries.add(finishPartition(partition));
    }
    DiskManifest manifest =
        new DiskManifest(
            plan.disk().size(), plan.table().scheme(), plan.table().problems(), entries, nodes);
    return manifest.put(inserter::putObject);
  }

  private DiskManifest.PartitionEntry finishPartition(PartitionPlan partition) throws IOException {
    PartitionPlan.FilePlan files = partition.files();
    Fingerprint fileSystem = null;
    PartitionPlan finished = partition;
    if (files != null) {
      TreeBuilder builder = new TreeBuilder(inserter::putObject, files, contents.ids());
      FileSystemManifest manifest = builder.build();
      fileSystem = manifest.put(inserter::putObject);
      finished =
          new PartitionPlan(
              partition.partition(),
              partition.signature(),
              files,
              builder.problemsWith(partition.problem()));
    }
    partitions.add(finished);
    return new DiskManifest.PartitionEntry(
        partition.partition(), partition.signature(), finished.problem(), fileSystem);
  }

  /** The partitions with all problems that were met; complete after {@link #finish}. */
  public List<PartitionPlan> partitions() {
    return partitions;
  }

  /** Plain bytes of content chunks that were not stored before. */
  public long newFileBytes() {
    return contents.newBytes();
  }

  /** Plain bytes of skeleton chunks that were not stored before. */
  public long newSkeletonBytes() {
    return map.newBytes();
  }
}
