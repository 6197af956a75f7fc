package io.intarsia.library.view;

import io.intarsia.library.manifest.FileSystemManifest;
import io.intarsia.library.manifest.PlaceEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A partition, a volume, or a file that holds a file system, of a stored image.
 *
 * @param name as paths call it: {@code p1}, {@code d1/p2}, {@code vg/lv}, {@code
 *     p1/live/filesystem.squashfs}
 * @param kind which of them it is
 * @param disk on which it begins, from 0
 * @param offset of its first byte on that disk; null where it lies in several pieces or in a file
 * @param length in bytes
 * @param type of a partition as its table says; kind of a volume's segments: {@code linear}; {@code
 *     file}
 * @param segments of a volume
 * @param signature type by its signature or its reader, or null
 * @param problem why it was not, or not wholly, understood; null when it was
 * @param fileSystem what was understood of it, or null
 */
public record StoredPlace(
    String name,
    Kind kind,
    int disk,
    @Nullable Long offset,
    long length,
    String type,
    @Nullable String uuid,
    @Nullable String label,
    List<PlaceEntry.Segment> segments,
    @Nullable String signature,
    @Nullable String problem,
    @Nullable FileSystemManifest fileSystem) {

  /** What a place is. */
  public enum Kind {
    PARTITION,
    VOLUME,
    FILE
  }
}
