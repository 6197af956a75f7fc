package io.intarsia.library.maintenance;

import io.intarsia.catalog.Catalog;
import io.intarsia.catalog.Image;
import io.intarsia.catalog.Version;
import io.intarsia.catalog.VersionId;
import io.intarsia.library.progress.Position;
import io.intarsia.library.progress.Progress;
import io.intarsia.library.reference.ImageReference;
import io.intarsia.library.workspace.VersionFinder;
import io.intarsia.library.workspace.Workspace;
import io.intarsia.store.Reserve;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.maintenance.Gc;
import io.intarsia.store.maintenance.RootsSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Brings together in the store what some versions need. */
public final class OptimizeLayout {
  private final Workspace workspace;
  private final Progress progress;

  public OptimizeLayout(Workspace workspace, Progress progress) {
    this.workspace = workspace;
    this.progress = progress;
  }

  /**
   * Optimizes.
   *
   * @param versions empty for the newest one of each image
   * @throws io.intarsia.library.error.LibraryException if there is no such version
   */
  public OptimizeResult run(List<ImageReference> versions, boolean dryRun) throws IOException {
    manifests(versions); // or it is refused before anything is done
    if (!dryRun) {
      Reserve.releaseAt(workspace.directory());
    }
    io.intarsia.store.maintenance.OptimizeResult done =
        Gc.optimize(
            workspace.store(),
            new VersionRoots(workspace),
            () -> newestRoots(versions),
            dryRun,
            new Position(progress, "optimizing")::reached);
    progress.end();
    return new OptimizeResult(
        done.neededBytes(),
        done.readBytes(),
        done.readBytesAfter(),
        CollectGarbage.result(done.gc(), dryRun));
  }

  /** Asked when nothing is deleted any more that versions need which are there now. */
  private RootsSource.Roots newestRoots(List<ImageReference> versions) throws IOException {
    Workspace.catchUpWhole(workspace.catalog(), workspace.store().records());
    return new RootsSource.Roots(manifests(versions), workspace.catalog().lastRecord());
  }

  private List<Fingerprint> manifests(List<ImageReference> versions) throws IOException {
    Catalog catalog = workspace.soundCatalog();
    List<Fingerprint> manifests = new ArrayList<>();
    for (ImageReference version : versions) {
      manifests.add(manifest(VersionFinder.version(catalog, version).version()));
    }
    if (versions.isEmpty()) {
      for (Image image : catalog.images()) {
        Long newest = image.newestVersion();
        Version version =
            newest == null ? null : catalog.version(new VersionId(image.id(), newest));
        if (version != null && version.present()) {
          manifests.add(manifest(version));
        }
      }
    }
    return manifests;
  }

  private static Fingerprint manifest(Version version) {
    return Fingerprint.read(version.manifest(), 0);
  }
}
