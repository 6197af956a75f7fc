package io.intarsia.catalog;

/**
 * Names one version for ever: neither an image's id nor a version's number is ever used twice.
 *
 * @param imageId id of the image, from 1
 * @param number number of the version within its image, from 1
 */
public record VersionId(long imageId, long number) {
  public VersionId {
    if (imageId < 1 || number < 1) {
      throw new IllegalArgumentException(
          "image id and version number count from 1: " + imageId + ", " + number);
    }
  }
}
