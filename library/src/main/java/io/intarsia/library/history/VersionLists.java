package io.intarsia.library.history;

import io.intarsia.catalog.Catalog;
import io.intarsia.catalog.Image;
import io.intarsia.catalog.Version;
import io.intarsia.catalog.VersionId;
import io.intarsia.library.damage.DamageMarks;
import io.intarsia.library.workspace.VersionFinder;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lists images and versions. */
public final class VersionLists {
  private VersionLists() {}

  /** Images that have a version, by name. */
  public static List<ImageSummary> images(Catalog catalog) throws IOException {
    List<ImageSummary> summaries = new ArrayList<>();
    for (Image image : catalog.images()) {
      Long number = image.defaultVersion();
      Version version = number == null ? null : catalog.version(new VersionId(image.id(), number));
      if (version != null) {
        summaries.add(
            new ImageSummary(
                image.name(),
                image.owner(),
                (int) image.versionCount(),
                (int) version.id().number(),
                version.sizes().virtualBytes(),
                time(version.created()),
                image.locked()));
      }
    }
    return summaries;
  }

  /** Versions of an image that are not removed, ascending. */
  public static List<VersionSummary> versions(Catalog catalog, String name, DamageMarks marks)
      throws IOException {
    Image image = VersionFinder.image(catalog, name);
    List<VersionSummary> summaries = new ArrayList<>();
    for (Version version : catalog.versions(image.id(), false)) {
      summaries.add(summary(catalog, image, version, marks));
    }
    return summaries;
  }

  public static VersionSummary summary(
      Catalog catalog, Image image, Version version, DamageMarks marks) throws IOException {
    return new VersionSummary(
        image.name(),
        (int) version.id().number(),
        HexFormat.of().formatHex(version.manifest()),
        time(version.created()),
        name(catalog, version.derivedFrom()),
        version.message(),
        version.sizes().virtualBytes(),
        version.sizes().dataBytes(),
        version.sizes().newFileBytes() + version.sizes().newSkeletonBytes(),
        version.sizes().storedBytes(),
        Objects.equals(image.defaultVersion(), version.id().number()),
        marks.lost(version.id()));
  }

  /** {@code NAME@V}, or null for none. */
  static @Nullable String name(Catalog catalog, @Nullable VersionId id) throws IOException {
    Image image = id == null ? null : catalog.image(id.imageId());
    return image == null || id == null ? null : image.name() + "@" + id.number();
  }

  /** RFC 3339. */
  static String time(Instant instant) {
    return DateTimeFormatter.ISO_INSTANT.format(instant);
  }
}
