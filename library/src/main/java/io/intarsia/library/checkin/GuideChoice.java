package io.intarsia.library.checkin;

import io.intarsia.catalog.Catalog;
import io.intarsia.catalog.Image;
import io.intarsia.catalog.Version;
import io.intarsia.catalog.VersionId;
import io.intarsia.library.checkin.guide.Guide;
import io.intarsia.library.checkin.guide.JoinedGuide;
import io.intarsia.library.checkin.guide.VersionGuide;
import io.intarsia.library.checkin.plan.ImagePlan;
import io.intarsia.library.checkin.plan.PlacePlan;
import io.intarsia.library.manifest.DiskManifest;
import io.intarsia.library.manifest.ImageManifest;
import io.intarsia.library.manifest.ObjectSource;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the stored version by which an image is cut, disk by disk: the one it was derived from,
 * else the newest of its name, else the newest that has a file system with the same UUID.
 */
final class GuideChoice {
  private GuideChoice() {}

  static Guide choose(
      Catalog catalog,
      ObjectSource objects,
      String name,
      @Nullable VersionId derivedFrom,
      ImagePlan plan,
      int chunkSize)
      throws IOException {
    Version version = version(catalog, name, derivedFrom, plan);
    return version == null ? Guide.none() : of(objects, version, plan, chunkSize);
  }

  /** A version as a guide; damage in it only makes it none. */
  static Guide of(ObjectSource objects, Version version, ImagePlan plan, int chunkSize)
      throws IOException {
    try {
      return guide(objects, version, plan, chunkSize);
    } catch (StoreException e) {
      return Guide.none();
    }
  }

  private static Guide guide(ObjectSource objects, Version version, ImagePlan plan, int chunkSize)
      throws IOException {
    List<Fingerprint> disks =
        ImageManifest.get(objects, Fingerprint.read(version.manifest(), 0)).disks();
    List<JoinedGuide.Part> parts = new ArrayList<>();
    for (int i = 0; i < Math.min(disks.size(), plan.disks().size()); i++) {
      DiskManifest disk = DiskManifest.get(objects, disks.get(i));
      Guide guide = new VersionGuide(objects, disk.blockMap(objects), chunkSize);
      ImagePlan.Disk mine = plan.disks().get(i);
      parts.add(new JoinedGuide.Part(mine.start(), mine.end(), guide));
    }
    return parts.size() == 1 ? parts.getFirst().guide() : new JoinedGuide(parts);
  }

  private static @Nullable Version version(
      Catalog catalog, String name, @Nullable VersionId derivedFrom, ImagePlan plan)
      throws IOException {
    if (derivedFrom != null) {
      return catalog.version(derivedFrom);
    }
    Image image = catalog.image(name);
    if (image != null && image.newestVersion() != null) {
      return catalog.version(new VersionId(image.id(), image.newestVersion()));
    }
    for (PlacePlan place : plan.places()) {
      String uuid = place.uuid();
      List<Version> versions =
          uuid == null ? List.of() : catalog.newestVersionsWithFileSystem(uuid, 1);
      if (!versions.isEmpty()) {
        return versions.getFirst();
      }
    }
    return null;
  }
}
