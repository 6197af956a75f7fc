package io.intarsia.catalog;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one record says about the catalog. Everything is explicit, so that applying the same records
 * again gives the same catalog: ids and numbers are assigned before the record is written, under
 * the commit lock, from {@link Catalog#nextImageId} and {@link Catalog#nextVersionNumber}.
 *
 * <p>Times are of the years 0 to 9999 and are kept in whole milliseconds; what is finer is cut off.
 */
public sealed interface CatalogChange {

  /**
   * A check-in. The image comes into being with its first version.
   *
   * @param id a known image with its next number, or the next image id with number 1
   * @param imageName the image's name at this time; for a new image a name that no image has
   * @param owner who owns the image if it is new; a known image keeps its owner
   * @param manifest fingerprint of the image manifest, 32 bytes; not to be changed
   * @param message what the user said, or null
   * @param derivedFrom a known version, removed or not, or null
   * @param sourceFormat format of the file that was checked in, such as {@code qcow2}
   * @param fileSystems at most one for each disk and partition
   */
  record VersionAdded(
      VersionId id,
      String imageName,
      String owner,
      byte[] manifest,
      Instant created,
      @Nullable String message,
      @Nullable VersionId derivedFrom,
      VersionSizes sizes,
      String sourceFormat,
      List<VersionFileSystem> fileSystems)
      implements CatalogChange {
    public VersionAdded {
      CatalogLimits.requireFingerprint(manifest);
      created = CatalogLimits.requireTime(created);
      fileSystems = List.copyOf(fileSystems);
    }
  }

  /**
   * A present version was looked at again by newer readers: same disk, new manifest.
   *
   * @param manifest fingerprint of the new image manifest, 32 bytes; not to be changed
   * @param sizes what is to be shown from now on
   */
  record VersionReplaced(
      VersionId id, byte[] manifest, VersionSizes sizes, List<VersionFileSystem> fileSystems)
      implements CatalogChange {
    public VersionReplaced {
      CatalogLimits.requireFingerprint(manifest);
      fileSystems = List.copyOf(fileSystems);
    }
  }

  /** A present version is present no longer. If it was the chosen default, the newest one is. */
  record VersionRemoved(VersionId id, Instant at) implements CatalogChange {
    public VersionRemoved {
      at = CatalogLimits.requireTime(at);
    }
  }

  /** A known image gets a name that no image has. */
  record ImageRenamed(long imageId, String newName) implements CatalogChange {}

  /**
   * The bare name of an image means this version from now on.
   *
   * @param number a present version, or null for "the newest"
   */
  record DefaultSet(long imageId, @Nullable Long number) implements CatalogChange {
    public DefaultSet {
      if (number != null && number < 1) {
        throw new IllegalArgumentException("version numbers count from 1: " + number);
      }
    }
  }

  /** A user locked or unlocked an image. What a lock forbids is up to the library. */
  record ImageLocked(long imageId, boolean locked) implements CatalogChange {}
}
