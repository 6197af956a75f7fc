package io.intarsia.library.checkin.plan;

import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.filesystem.Extent;
import io.intarsia.formats.partition.VolumeMap;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Turns one file's extents into claims on the disks, through the map of the place that its file
 * system stands in. A file in a place without a map is read through its file system.
 */
final class ExtentClaims {
  private final String type;
  private final @Nullable VolumeMap map;
  private final long placeLength;
  private final Claims claims;
  private final int content;
  private boolean elsewhere;
  private long bytes;
  private long fileEnd;

  ExtentClaims(String type, @Nullable VolumeMap map, long placeLength, Claims claims, int content) {
    this.type = type;
    this.map = map;
    this.placeLength = placeLength;
    this.claims = claims;
    this.content = content;
  }

  /** Whether the bytes are not, or not all, in place. */
  boolean isElsewhere() {
    return elsewhere;
  }

  /** Bytes of the file that are no holes. */
  long bytes() {
    return bytes;
  }

  void add(Extent extent) throws IOException {
    if (extent.fileOffset() < fileEnd) {
      throw new MalformedException(type, "a file's extents overlap");
    }
    fileEnd = extent.fileOffset() + extent.length();
    switch (extent.kind()) {
      case ZERO -> {}
      case ELSEWHERE -> {
        elsewhere = true;
        bytes += extent.length();
      }
      case PLAIN -> {
        if (!Ranges.fits(extent.diskOffset(), extent.length(), placeLength)) {
          throw new MalformedException(type, "a file's extent lies outside the partition");
        }
        bytes += extent.length();
        claim(extent);
      }
    }
  }

  private void claim(Extent extent) throws IOException {
    if (map == null) {
      elsewhere = true;
      return;
    }
    map.visit(
        extent.diskOffset(),
        extent.length(),
        (from, disk, length) -> {
          if (claims.size() > PlanLimits.MAX_CLAIMS) {
            throw new TooLargeException(type);
          }
          long fileOffset = extent.fileOffset() + (from - extent.diskOffset());
          claims.add(content, fileOffset, disk, length);
        });
  }
}
