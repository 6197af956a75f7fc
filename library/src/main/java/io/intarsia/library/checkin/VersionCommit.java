package io.intarsia.library.checkin;

import io.intarsia.catalog.Catalog;
import io.intarsia.catalog.CatalogChange;
import io.intarsia.catalog.Image;
import io.intarsia.catalog.VersionFileSystem;
import io.intarsia.catalog.VersionId;
import io.intarsia.catalog.VersionSizes;
import io.intarsia.formats.image.DiskImage;
import io.intarsia.library.error.LibraryException;
import io.intarsia.library.record.Dropped;
import io.intarsia.library.record.VersionRecord;
import io.intarsia.library.workspace.Workspace;
import io.intarsia.store.Inserter;
import io.intarsia.store.chunk.Fingerprint;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds a version whose bytes are stored.
 *
 * @param derivedFrom the version that the new one was made from, or null
 * @param startNanos when the check-in began, by {@link System#nanoTime}
 */
record VersionCommit(
    Workspace workspace,
    CheckInRequest request,
    DiskImage image,
    @Nullable VersionId derivedFrom,
    long startNanos) {

  /**
   * What is stored.
   *
   * @param fileSystems those that the catalog is told of
   * @param droppedBytes bytes that were stored as zeros
   * @param dropped which they were
   */
  record Stored(
      Fingerprint manifest,
      VersionSizes sizes,
      BlockCounts blocks,
      List<VersionFileSystem> fileSystems,
      List<Understood> understood,
      long droppedBytes,
      List<Dropped> dropped) {}

  /** What has to be true of the catalog, under the commit lock. */
  @FunctionalInterface
  interface Condition {
    void require(Catalog catalog) throws IOException;
  }

  /** Refuses new versions of an image that is locked. */
  static void requireUnlocked(Catalog catalog, String name) throws IOException {
    Image image = catalog.image(name);
    if (image != null && image.locked()) {
      throw new LibraryException(
          "image '"
              + image.name()
              + "' is locked; 'intarsia unlock "
              + image.name()
              + "' lets it take new versions");
    }
  }

  /**
   * Commits.
   *
   * @param inserter sealed; null when nothing was put, and the condition says that all is there
   */
  CheckInResult commit(@Nullable Inserter inserter, Stored stored, Condition condition)
      throws IOException {
    VersionRecord entry =
        workspace.commit(
            inserter,
            catalog -> {
              requireUnlocked(catalog, request.name());
              condition.require(catalog);
              return new VersionRecord(
                  added(catalog, stored),
                  image.leftOut(),
                  image.notes(),
                  stored.droppedBytes(),
                  stored.dropped());
            });
    long number = ((CatalogChange.VersionAdded) entry.change()).id().number();
    VersionSizes sizes = stored.sizes();
    return new CheckInResult(
        request.name(),
        (int) number,
        stored.manifest().toHex(),
        sizes.virtualBytes(),
        sizes.dataBytes(),
        sizes.newFileBytes(),
        sizes.newSkeletonBytes(),
        stored.blocks(),
        sizes.metadataBytes(),
        sizes.storedBytes(),
        stored.droppedBytes(),
        stored.dropped(),
        (System.nanoTime() - startNanos) / 1e9,
        stored.understood(),
        image.leftOut(),
        image.notes());
  }

  private CatalogChange.VersionAdded added(Catalog catalog, Stored stored) throws IOException {
    Image existing = catalog.image(request.name());
    long imageId = existing == null ? catalog.nextImageId() : existing.id();
    return new CatalogChange.VersionAdded(
        new VersionId(imageId, catalog.nextVersionNumber(imageId)),
        request.name(),
        System.getProperty("user.name", ""),
        stored.manifest().toBytes(),
        Instant.now(),
        request.message(),
        derivedFrom,
        stored.sizes(),
        image.format(),
        stored.fileSystems());
  }
}
