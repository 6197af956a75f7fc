package io.intarsia.library.checkin.guide;

/**
 * What a stored version tells about an image that probably came from it.
 *
 * @param blocks where chunks lay on its disks
 * @param files which chunks its files had
 */
public record Guides(Guide blocks, FileGuide files) {
  /** They know nothing. */
  public static Guides none() {
    return new Guides(Guide.none(), FileGuide.none());
  }
}
