package io.intarsia.library.checkin;

import io.intarsia.bytes.ByteSource;
import io.intarsia.catalog.Catalog;
import io.intarsia.catalog.CatalogChange;
import io.intarsia.catalog.Version;
import io.intarsia.catalog.VersionSizes;
import io.intarsia.formats.image.Attachment;
import io.intarsia.library.checkin.guide.Guides;
import io.intarsia.library.checkin.plan.ImagePlan;
import io.intarsia.library.checkin.plan.PlanOptions;
import io.intarsia.library.checkin.plan.Planner;
import io.intarsia.library.error.NoSuchVersionException;
import io.intarsia.library.manifest.DiskManifest;
import io.intarsia.library.manifest.ImageManifest;
import io.intarsia.library.progress.Progress;
import io.intarsia.library.record.VersionRecord;
import io.intarsia.library.view.ImageView;
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
import java.util.Set;
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

  /**
   * Looks again, unless today's readers see what was seen before.
   *
   * @throws io.intarsia.library.error.NoSuchVersionException when the version was removed meanwhile
   * @throws io.intarsia.store.error.CondemnedException when gc condemned something of it meanwhile,
   *     again and again
   */
  public CheckInResult run() throws IOException {
    return workspace.storing(attempt -> {
      if (attempt > 1) {
        requireStill(workspace.soundCatalog());
      }
      return lookAgain();
    });
  }

  private CheckInResult lookAgain() throws IOException {
    StoredImage image = StoredImage.of(workspace.objects(), before());
    ImagePlan plan = Planner.plan(storedDisks(), PlanOptions.exact());
    if (ReaderCheck.isUpToDate(image, plan.places())) {
      return result(
          Understood.of(plan.places()),
          before(),
          0,
          0,
          BlockCounts.NONE,
          new InsertCounts(0, 0, 0, 0, 0));
    }
    return store(plan, AttachmentBytes.of(workspace, image));
  }

  /**
   * Looks again in any case, and stores what is not stored: trees that were lost come back.
   *
   * @throws io.intarsia.store.error.StoreException if the disks cannot be read in full
   */
  public void rebuild() throws IOException {
    ImagePlan plan = Planner.plan(storedDisks(), PlanOptions.exact());
    store(plan, attachments());
  }

  /**
   * Stores what a check-in of disks would store, which are perhaps those of the version; keeps that
   * only if it gives back something that was lost.
   *
   * @param lost objects that the version needs
   */
  public boolean rebuildFrom(List<ByteSource> disks, Set<Fingerprint> lost) throws IOException {
    ImagePlan plan = Planner.plan(disks, PlanOptions.exact());
    ExecutorService threads = Threads.start("reindex");
    try (Inserter inserter = workspace.store().inserter(threads)) {
      importImage(plan, List.of(), inserter, threads);
      for (Fingerprint object : lost) {
        if (inserter.known(object)) {
          inserter.seal();
          return true;
        }
      }
      return false;
    } finally {
      threads.shutdownNow();
    }
  }

  private Fingerprint before() {
    return Fingerprint.read(found.version().manifest(), 0);
  }

  private List<ByteSource> storedDisks() throws IOException {
    List<ByteSource> disks = new ArrayList<>();
    for (Fingerprint disk : ImageManifest.get(workspace.objects(), before()).disks()) {
      disks.add(
          new ImageView(
              found.name() + " d" + disks.size(),
              workspace.store().reader(),
              DiskManifest.get(workspace.objects(), disk).blockMap(workspace.objects())));
    }
    return disks;
  }

  private List<Attachment> attachments() throws IOException {
    return ImageManifest.get(workspace.objects(), before()).attachments() == null
        ? List.of()
        : AttachmentBytes.of(workspace, StoredImage.of(workspace.objects(), before()));
  }

  private CheckInResult store(ImagePlan plan, List<Attachment> attachments) throws IOException {
    progress.begin("looking again at " + found.name(), DataBytes.of(storedDisks()));
    ExecutorService threads = Threads.start("reindex");
    try (Inserter inserter = workspace.store().inserter(threads)) {
      ImageImport.Result imported = importImage(plan, attachments, inserter, threads);
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

  private ImageImport.Result importImage(
      ImagePlan plan, List<Attachment> attachments, Inserter inserter, ExecutorService threads)
      throws IOException {
    return ImageImport.run(
        plan,
        attachments,
        guides(plan),
        inserter,
        workspace.store().header().chunkSize(),
        threads,
        progress);
  }

  /** The guide that the check-in had; not the version itself, whose old cuts are to go. */
  private Guides guides(ImagePlan plan) throws IOException {
    Version parent =
        found.version().derivedFrom() == null
            ? null
            : workspace.catalog().version(found.version().derivedFrom());
    return parent == null || parent.removedAt() != null
        ? Guides.none()
        : GuideChoice.of(workspace.objects(), parent, plan, workspace.store().header().chunkSize());
  }

  private void commit(Inserter inserter, ImageImport.Result imported) throws IOException {
    workspace.commit(
        inserter,
        catalog -> {
          requireStill(catalog);
          return VersionRecord.of(
              new CatalogChange.VersionReplaced(
                  found.version().id(),
                  imported.manifest().toBytes(),
                  found.version().sizes(),
                  CheckIn.fileSystems(imported)));
        });
  }

  private void requireStill(Catalog catalog) throws IOException {
    Version now = catalog.version(found.version().id());
    if (now == null || !now.present()) {
      throw new NoSuchVersionException(found.name() + " was removed meanwhile");
    }
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
