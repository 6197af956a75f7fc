package io.intarsia.library.history;

import io.intarsia.catalog.Catalog;
import io.intarsia.catalog.CatalogChange;
import io.intarsia.catalog.Image;
import io.intarsia.catalog.Version;
import io.intarsia.library.error.LibraryException;
import io.intarsia.library.record.VersionRecord;
import io.intarsia.library.reference.ImageReference;
import io.intarsia.library.workspace.VersionFinder;
import io.intarsia.library.workspace.Workspace;
import io.intarsia.store.error.StoreFullException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Changes names, defaults and locks, and removes versions. Each change is one record; data is left
 * to gc.
 */
public final class HistoryChanges {
  private final Workspace workspace;

  public HistoryChanges(Workspace workspace) {
    this.workspace = workspace;
  }

  public void setDefault(String name, int version) throws IOException {
    commit(catalog -> {
      VersionFinder.Found found = VersionFinder.version(catalog, new ImageReference(name, version));
      return new CatalogChange.DefaultSet(found.image().id(), (long) version);
    });
  }

  public void rename(String oldName, String newName) throws IOException {
    ImageReference.checkName(newName);
    commit(catalog -> {
      Image image = VersionFinder.image(catalog, oldName);
      if (catalog.image(newName) != null) {
        throw new LibraryException(
            "the name '"
                + newName
                + "' belongs to another image (perhaps one all of whose versions were removed); choose another");
      }
      return new CatalogChange.ImageRenamed(image.id(), newName);
    });
  }

  public void setLocked(String name, boolean locked) throws IOException {
    commit(
        catalog -> new CatalogChange.ImageLocked(VersionFinder.image(catalog, name).id(), locked));
  }

  /** Removes one version; a bare name is refused unless the image has only one. */
  public RemoveResult remove(ImageReference reference, boolean dryRun) throws IOException {
    Catalog catalog = workspace.soundCatalog();
    if (reference.version() == null
        && VersionFinder.image(catalog, reference.name()).versionCount() > 1) {
      throw new LibraryException(
          "'"
              + reference.name()
              + "' has several versions: name one as NAME@VERSION, or use --keep-last N");
    }
    VersionFinder.Found found = VersionFinder.version(catalog, reference);
    requireUnlocked(found.image());
    int number = (int) found.version().id().number();
    if (!dryRun) {
      removeOne(new ImageReference(reference.name(), number));
    }
    return new RemoveResult(reference.name(), List.of(number), dryRun);
  }

  /** Removes all but the newest versions, and never a default version that was set. */
  public RemoveResult removeAllButLast(String name, int keep, boolean dryRun) throws IOException {
    if (keep < 1) {
      throw new LibraryException(
          "--keep-last keeps at least 1 version; remove the last one by NAME@VERSION");
    }
    Catalog catalog = workspace.soundCatalog();
    Image image = VersionFinder.image(catalog, name);
    requireUnlocked(image);
    List<Version> versions = catalog.versions(image.id(), false);
    List<Integer> removed = new ArrayList<>();
    for (Version version : versions.subList(0, Math.max(0, versions.size() - keep))) {
      if (!Objects.equals(version.id().number(), image.defaultVersion())) {
        removed.add((int) version.id().number());
      }
    }
    if (!dryRun) {
      for (int number : removed) {
        removeOne(new ImageReference(name, number));
      }
    }
    return new RemoveResult(name, removed, dryRun);
  }

  private void removeOne(ImageReference reference) throws IOException {
    commit(catalog -> {
      VersionFinder.Found found = VersionFinder.version(catalog, reference);
      requireUnlocked(found.image());
      return new CatalogChange.VersionRemoved(found.version().id(), Instant.now());
    });
  }

  private static void requireUnlocked(Image image) throws LibraryException {
    if (image.locked()) {
      throw new LibraryException(
          "image '"
              + image.name()
              + "' is locked; 'intarsia unlock "
              + image.name()
              + "' allows changes");
    }
  }

  /** Makes a change, knowing the catalog under the commit lock. */
  @FunctionalInterface
  private interface Change {
    CatalogChange make(Catalog catalog) throws IOException;
  }

  /** A removal is what makes room on a full disk: it may use some of what is kept for that. */
  private void commit(Change change) throws IOException {
    Workspace.RecordMaker maker = catalog -> VersionRecord.of(change.make(catalog));
    try {
      workspace.commit(null, maker);
    } catch (StoreFullException e) {
      if (!workspace.store().releaseReserve()) {
        throw e;
      }
      workspace.commit(null, maker);
    }
  }
}
