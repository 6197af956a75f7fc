package io.intarsia.library.checkin;

import io.intarsia.catalog.Catalog;
import io.intarsia.catalog.Image;
import io.intarsia.catalog.Version;
import io.intarsia.catalog.VersionId;
import io.intarsia.library.checkin.guide.FileGuide;
import io.intarsia.library.checkin.guide.Guide;
import io.intarsia.library.checkin.guide.Guides;
import io.intarsia.library.checkin.guide.JoinedGuide;
import io.intarsia.library.checkin.guide.VersionGuide;
import io.intarsia.library.checkin.plan.ImagePlan;
import io.intarsia.library.checkin.plan.PlacePlan;
import io.intarsia.library.manifest.DiskManifest;
import io.intarsia.library.manifest.ObjectSource;
import io.intarsia.library.view.StoredImage;
import io.intarsia.library.view.StoredPlace;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the stored version by which an image is cut, disk by disk, and of which its files may be
 * new versions: the one it was derived from, else the newest of its name, else the newest that has
 * a file system with the same UUID.
 */
final class GuideChoice {
  private GuideChoice() {}

  static Guides choose(
      Catalog catalog,
      ObjectSource objects,
      String name,
      @Nullable VersionId derivedFrom,
      ImagePlan plan,
      int chunkSize)
      throws IOException {
    Version version = version(catalog, name, derivedFrom, plan);
    return version == null ? Guides.none() : of(objects, version, plan, chunkSize);
  }

  /** A version as a guide; damage in it only makes it none. */
  static Guides of(ObjectSource objects, Version version, ImagePlan plan, int chunkSize)
      throws IOException {
    try {
      StoredImage image = StoredImage.of(objects, Fingerprint.read(version.manifest(), 0));
      return new Guides(
          blocks(objects, image, plan, chunkSize), files(objects, image, plan, chunkSize));
    } catch (StoreException e) {
      return Guides.none();
    }
  }

  private static Guide blocks(
      ObjectSource objects, StoredImage image, ImagePlan plan, int chunkSize) {
    List<JoinedGuide.Part> parts = new ArrayList<>();
    for (int i = 0; i < Math.min(image.disks().size(), plan.disks().size()); i++) {
      DiskManifest disk = image.disks().get(i).manifest();
      Guide guide = new VersionGuide(objects, disk.blockMap(objects), chunkSize);
      ImagePlan.Disk mine = plan.disks().get(i);
      parts.add(new JoinedGuide.Part(mine.start(), mine.end(), guide));
    }
    return parts.size() == 1 ? parts.getFirst().guide() : new JoinedGuide(parts);
  }

  private static FileGuide files(
      ObjectSource objects, StoredImage image, ImagePlan plan, int chunkSize) {
    Map<Integer, Fingerprint> roots = new HashMap<>();
    for (PlacePlan mine : plan.places()) {
      StoredPlace stored = image.place(mine.place().name());
      if (mine.files() != null && stored != null && stored.fileSystem() != null) {
        roots.put(mine.files().contentOf().root(), stored.fileSystem().root().requireDirectory());
      }
    }
    return new FileGuide(objects, plan.contents().names(), roots, chunkSize);
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
