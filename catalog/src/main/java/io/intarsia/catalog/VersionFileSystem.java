package io.intarsia.catalog;

import org.jspecify.annotations.Nullable;

/**
 * A file system that a version holds, as far as the catalog knows it.
 *
 * @param disk number of the disk, from 0
 * @param partition name of the partition as {@code show} lists it ({@code p1}, {@code vg/lv}),
 *     empty for a file system on the whole disk; unique within the disk
 * @param type such as {@code ext4}
 * @param uuid the file system's own identifier as its tools print it, or null where it has none
 * @param files number of entries other than directories
 */
public record VersionFileSystem(
    int disk, String partition, String type, @Nullable String uuid, long files) {
  public VersionFileSystem {
    if (disk < 0 || files < 0) {
      throw new IllegalArgumentException("disk or number of files is negative");
    }
  }
}
