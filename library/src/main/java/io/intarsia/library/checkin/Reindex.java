package io.intarsia.library.checkin;

import io.intarsia.catalog.CatalogChange;
import io.intarsia.catalog.Version;
import io.intarsia.catalog.VersionSizes;
import io.intarsia.library.checkin.cut.Run;
import io.intarsia.library.checkin.guide.VersionGuide;
import io.intarsia.library.checkin.plan.DiskPlan;
import io.intarsia.library.checkin.plan.Planner;
import io.intarsia.library.error.LibraryException;
import io.intarsia.library.manifest.BlockMap;
import io.intarsia.library.manifest.ImageManifest;
import io.intarsia.library.progress.Progress;
import io.intarsia.library.record.VersionRecord;
import io.intarsia.library.view.ImageView;
import io.intarsia.library.view.StoredDisk;
import io.intarsia.library.workspace.Threads;
import io.intarsia.library.workspace.VersionFinder;
import io.intarsia.library.workspace.Workspace;
import io.intarsia.store.InsertCounts;
import io.intarsia.store.Inserter;
import io.intarsia.store.chunk.Fingerprint;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;

/**
 * Looks again at a stored version with today's readers. The disk stays what it was; its manifest
 * may change.
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
    List<StoredDisk> disks =
        StoredDisk.of(workspace.objects(), Fingerprint.read(found.version().manifest(), 0));
    if (disks.size() != 1) {
      throw new LibraryException(
          found.name()
              + " has "
              + disks.size()
              + " disks; only images of one disk can be looked at again");
    }
    BlockMap map = disks.getFirst().manifest().blockMap(workspace.objects());
    ImageView view = new ImageView(found.name(), workspace.store().reader(), map);
    DiskPlan plan = Planner.plan(view, true, false);
    progress.begin("looking again at " + found.name(), DataBytes.of(view));
    ExecutorService threads = Threads.start("reindex");
    try (Inserter inserter = workspace.store().inserter(threads)) {
      DiskImport.Result imported =
          DiskImport.run(
              plan,
              new VersionGuide(workspace.objects(), map, Run.Grid.FINE_CELL_BYTES),
              inserter,
              workspace.store().header().chunkSize(),
              threads,
              progress);
      Fingerprint manifest = new ImageManifest(List.of(imported.disk())).put(inserter::putObject);
      inserter.seal();
      progress.end();
      InsertCounts counts = inserter.counts();
      if (!Arrays.equals(manifest.toBytes(), found.version().manifest())) {
        commit(inserter, imported, manifest);
      }
      return result(imported, manifest, counts);
    } finally {
      threads.shutdownNow();
    }
  }

  private void commit(Inserter inserter, DiskImport.Result imported, Fingerprint manifest)
      throws IOException {
    workspace.commit(
        inserter,
        _ ->
            VersionRecord.of(
                new CatalogChange.VersionReplaced(
                    found.version().id(),
                    manifest.toBytes(),
                    found.version().sizes(),
                    CheckIn.fileSystems(imported))));
  }

  private CheckInResult result(
      DiskImport.Result imported, Fingerprint manifest, InsertCounts counts) {
    Version version = found.version();
    VersionSizes sizes = version.sizes();
    return new CheckInResult(
        found.image().name(),
        (int) version.id().number(),
        manifest.toHex(),
        sizes.virtualBytes(),
        sizes.dataBytes(),
        imported.newFileBytes(),
        imported.newSkeletonBytes(),
        counts.newObjectBytes(),
        counts.storedBytes(),
        0,
        (System.nanoTime() - startNanos) / 1e9,
        CheckIn.understood(imported.partitions()),
        List.of());
  }
}
