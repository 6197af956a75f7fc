package io.intarsia.library.checkin;

import io.intarsia.bytes.ByteSource;
import io.intarsia.catalog.CatalogChange;
import io.intarsia.catalog.Version;
import io.intarsia.catalog.VersionSizes;
import io.intarsia.library.checkin.guide.Guide;
import io.intarsia.library.checkin.plan.ImagePlan;
import io.intarsia.library.checkin.plan.PlanOptions;
import io.intarsia.library.checkin.plan.Planner;
import io.intarsia.library.progress.Progress;
import io.intarsia.library.record.VersionRecord;
import io.intarsia.library.view.ImageView;
import io.intarsia.library.view.StoredDisk;
import io.intarsia.library.view.StoredImage;
import io.intarsia.library.workspace.Threads;
import io.intarsia.library.workspace.VersionFinder;
import io.intarsia.library.workspace.Workspace;
import io.intarsia.store.InsertCounts;
import io.intarsia.store.Inserter;
import io.intarsia.store.chunk.Fingerprint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;

/**
 * Looks again at a stored version with today's readers. Its disks stay what they were; its manifest
 * becomes what a check-in of the same disks would write now. A version that today's readers
 * understand no better is left as it is.
 */
public final class Reindex {
  private final Workspace workspace;
  private final VersionFinder.Found found;
  private final Progress progress;
  private final long startNanos = System.nanoTime();

  public Reindex(Workspace workspace, VersionFinder.Found found, Progress progress) {
    this.workspace = workspace;
    this.found = found;
    this.progress = progress;
  }

  public CheckInResult run() throws IOException {
    Fingerprint before = Fingerprint.read(found.version().manifest(), 0);
    StoredImage image = StoredImage.of(workspace.objects(), before);
    List<ByteSource> disks = new ArrayList<>();
    for (StoredDisk disk : image.disks()) {
      disks.add(
          new ImageView(
              found.name() + " " + disk.name(),
              workspace.store().reader(),
              disk.manifest().blockMap(workspace.objects())));
    }
    ImagePlan plan = Planner.plan(disks, PlanOptions.exact());
    if (ReaderCheck.isUpToDate(image, plan)) {
      return result(
          Understood.of(plan.places()),
          before,
          0,
          0,
          BlockCounts.NONE,
          new InsertCounts(0, 0, 0, 0, 0));
    }
    progress.begin("looking again at " + found.name(), DataBytes.of(disks));
    ExecutorService threads = Threads.start("reindex");
    try (Inserter inserter = workspace.store().inserter(threads)) {
      ImageImport.Result imported =
          ImageImport.run(
              plan,
              AttachmentBytes.of(workspace, image),
              guide(plan),
              inserter,
              workspace.store().header().chunkSize(),
              threads,
              progress);
      inserter.seal();
      progress.end();
      InsertCounts counts = inserter.counts();
      if (!Arrays.equals(imported.manifest().toBytes(), found.version().manifest())) {
        commit(inserter, imported);
      }
      return result(
          Understood.of(imported.places()),
          imported.manifest(),
          imported.newFileBytes(),
          imported.newSkeletonBytes(),
          imported.blocks(),
          counts);
    } finally {
      threads.shutdownNow();
    }
  }

  /** The guide that the check-in had; not the version itself, whose old cuts are to go. */
  private Guide guide(ImagePlan plan) throws IOException {
    Version parent =
        found.version().derivedFrom() == null
            ? null
            : workspace.catalog().version(found.version().derivedFrom());
    return parent == null || parent.removedAt() != null
        ? Guide.none()
        : GuideChoice.of(workspace.objects(), parent, plan, workspace.store().header().chunkSize());
  }

  private void commit(Inserter inserter, ImageImport.Result imported) throws IOException {
    workspace.commit(
        inserter,
        _ ->
            VersionRecord.of(
                new CatalogChange.VersionReplaced(
                    found.version().id(),
                    imported.manifest().toBytes(),
                    found.version().sizes(),
                    CheckIn.fileSystems(imported))));
  }

  private CheckInResult result(
      List<Understood> understood,
      Fingerprint manifest,
      long newFileBytes,
      long newSkeletonBytes,
      BlockCounts blocks,
      InsertCounts counts) {
    Version version = found.version();
    VersionSizes sizes = version.sizes();
    return new CheckInResult(
        found.image().name(),
        (int) version.id().number(),
        manifest.toHex(),
        sizes.virtualBytes(),
        sizes.dataBytes(),
        newFileBytes,
        newSkeletonBytes,
        blocks,
        counts.newObjectBytes(),
        counts.storedBytes(),
        0,
        List.of(),
        (System.nanoTime() - startNanos) / 1e9,
        understood,
        List.of(),
        List.of());
  }
}
