package io.intarsia.catalog;

/**
 * What a check-in measured. All are bytes, 0 or more.
 *
 * @param virtualBytes size of the disks as the guest sees them
 * @param dataBytes bytes of them that were read, holes left out
 * @param newFileBytes plain bytes of file chunks that were not stored before
 * @param newSkeletonBytes plain bytes of skeleton chunks that were not stored before
 * @param metadataBytes manifests, trees and maps written
 * @param storedBytes bytes that the check-in wrote to the store in all
 */
public record VersionSizes(
    long virtualBytes,
    long dataBytes,
    long newFileBytes,
    long newSkeletonBytes,
    long metadataBytes,
    long storedBytes) {
  public VersionSizes {
    if (virtualBytes < 0
        || dataBytes < 0
        || newFileBytes < 0
        || newSkeletonBytes < 0
        || metadataBytes < 0
        || storedBytes < 0) {
      throw new IllegalArgumentException("a size is negative");
    }
  }
}
