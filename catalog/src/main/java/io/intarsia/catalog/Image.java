package io.intarsia.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An image as the catalog knows it. An image whose versions were all removed stays, and so does its
 * name: a later check-in under the name continues its numbers.
 *
 * @param id never changes and is never used again, from 1
 * @param name unique among all images
 * @param owner who made the image
 * @param created time of its first check-in, in whole milliseconds
 * @param chosenDefault number of the version that was set as default, or null for "the newest"
 * @param locked whether a user locked the image; the catalog only remembers it
 * @param versionCount number of present versions
 * @param newestVersion number of the newest present version, or null if none is
 */
public record Image(
    long id,
    String name,
    String owner,
    Instant created,
    @Nullable Long chosenDefault,
    boolean locked,
    long versionCount,
    @Nullable Long newestVersion) {

  /** Number of the version that the bare name means, or null if no version is present. */
  public @Nullable Long defaultVersion() {
    return chosenDefault != null ? chosenDefault : newestVersion;
  }
}
