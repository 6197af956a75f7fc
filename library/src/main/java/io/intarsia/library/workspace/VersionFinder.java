package io.intarsia.library.workspace;

import io.intarsia.catalog.Catalog;
import io.intarsia.catalog.Image;
import io.intarsia.catalog.Version;
import io.intarsia.catalog.VersionId;
import io.intarsia.library.error.NoSuchVersionException;
import io.intarsia.library.reference.ImageReference;
import java.io.IOException;

/** Finds what a name means. */
public final class VersionFinder {
  private VersionFinder() {}

  /** A version that is not removed, and its image. */
  public record Found(Image image, Version version) {
    /** {@code NAME@V}. */
    public String name() {
      return image.name() + "@" + version.id().number();
    }
  }

  /**
   * Finds an image by name.
   *
   * @throws NoSuchVersionException when there is none with a version
   */
  public static Image image(Catalog catalog, String name) throws IOException {
    Image image = catalog.image(name);
    if (image == null || image.versionCount() == 0) {
      throw new NoSuchVersionException(
          "there is no image '" + name + "'; 'intarsia list' shows what there is");
    }
    return image;
  }

  /**
   * Finds a version; a bare name means the default version.
   *
   * @throws NoSuchVersionException when there is none, or it was removed
   */
  public static Found version(Catalog catalog, ImageReference reference) throws IOException {
    Image image = image(catalog, reference.name());
    Long number =
        reference.version() == null ? image.defaultVersion() : Long.valueOf(reference.version());
    Version version = number == null ? null : catalog.version(new VersionId(image.id(), number));
    if (version == null || !version.present()) {
      String state =
          version == null
              ? "has no version " + number
              : "had a version " + number + ", which was removed";
      throw new NoSuchVersionException(
          "image '"
              + image.name()
              + "' "
              + state
              + "; 'intarsia versions "
              + image.name()
              + "' shows what there is");
    }
    return new Found(image, version);
  }

  /** The same of a library, from its records where the catalog is damaged. */
  public static Found version(Workspace workspace, ImageReference reference) throws IOException {
    return workspace.read(catalog -> version(catalog, reference));
  }
}
