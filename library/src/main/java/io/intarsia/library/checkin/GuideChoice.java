package io.intarsia.library.checkin;

import io.intarsia.catalog.Catalog;
import io.intarsia.catalog.Image;
import io.intarsia.catalog.Version;
import io.intarsia.catalog.VersionId;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.library.checkin.cut.Run;
import io.intarsia.library.checkin.guide.Guide;
import io.intarsia.library.checkin.guide.VersionGuide;
import io.intarsia.library.checkin.plan.DiskPlan;
import io.intarsia.library.checkin.plan.PartitionPlan;
import io.intarsia.library.manifest.DiskManifest;
import io.intarsia.library.manifest.ImageManifest;
import io.intarsia.library.manifest.ObjectSource;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.StoreException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the stored version by which a disk is cut: the one it was derived from, else the newest
 * of its name, else the newest that has a file system with the same UUID.
 */
final class GuideChoice {
  private GuideChoice() {}

  static Guide choose(
      Catalog catalog,
      ObjectSource objects,
      String name,
      @Nullable VersionId derivedFrom,
      DiskPlan plan)
      throws IOException {
    Version version = version(catalog, name, derivedFrom, plan);
    if (version == null) {
      return Guide.none();
    }
    try {
      return guide(objects, version);
    } catch (StoreException e) {
      return Guide.none();
    }
  }

  private static Guide guide(ObjectSource objects, Version version) throws IOException {
    List<Fingerprint> disks =
        ImageManifest.get(objects, Fingerprint.read(version.manifest(), 0)).disks();
    if (disks.isEmpty()) {
      return Guide.none();
    }
    DiskManifest disk = DiskManifest.get(objects, disks.getFirst());
    return new VersionGuide(objects, disk.blockMap(objects), Run.Grid.FINE_CELL_BYTES);
  }

  private static @Nullable Version version(
      Catalog catalog, String name, @Nullable VersionId derivedFrom, DiskPlan plan)
      throws IOException {
    if (derivedFrom != null) {
      return catalog.version(derivedFrom);
    }
    Image image = catalog.image(name);
    if (image != null && image.newestVersion() != null) {
      return catalog.version(new VersionId(image.id(), image.newestVersion()));
    }
    for (PartitionPlan partition : plan.partitions()) {
      FileSystem fs = partition.files() == null ? null : partition.files().fileSystem();
      String uuid = fs == null ? null : fs.uuid();
      Version version = uuid == null ? null : catalog.newestVersionWithFileSystem(uuid);
      if (version != null) {
        return version;
      }
    }
    return null;
  }
}
