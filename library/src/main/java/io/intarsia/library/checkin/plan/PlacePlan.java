package io.intarsia.library.checkin.plan;

import io.intarsia.formats.filesystem.FileSystem;
import org.jspecify.annotations.Nullable;

/**
 * What was found in one place.
 *
 * @param signature type by its signature, as {@code blkid} names it, or null
 * @param files what was read of its file system, or null when none could be
 * @param problem why it was not, or not wholly, understood; null when it was
 */
public record PlacePlan(
    Place place, @Nullable String signature, @Nullable FilePlan files, @Nullable String problem) {

  /**
   * A file system whose files are stored as contents.
   *
   * @param readerVersion of the reader: {@code ext4/1}
   * @param contentOf content numbers by inode number
   * @param fileCount regular files that have a content
   */
  public record FilePlan(
      FileSystem fileSystem, String readerVersion, ContentOfInode contentOf, long fileCount) {}

  /** The UUID of its file system, or null when none is known. */
  public @Nullable String uuid() {
    return files == null ? null : files.fileSystem().uuid();
  }

  /** This, with what else is wrong. */
  public PlacePlan withProblem(@Nullable String another) {
    if (another == null) {
      return this;
    }
    return new PlacePlan(
        place, signature, files, problem == null ? another : problem + "; " + another);
  }
}
