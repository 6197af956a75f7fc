package io.intarsia.library.checkout;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.image.qcow2.Qcow2StreamWriter;
import io.intarsia.library.error.LibraryException;
import io.intarsia.library.reference.ImageReference;
import io.intarsia.library.view.ImageView;
import io.intarsia.library.view.StoredDisk;
import io.intarsia.library.view.StoredImage;
import io.intarsia.library.workspace.VersionFinder;
import io.intarsia.library.workspace.Workspace;
import io.intarsia.store.chunk.Fingerprint;
import java.io.IOException;
import java.util.List;

/** The version on whose disks images are to stand, each on the disk of its number. */
record BackingVersion(Workspace workspace, String name, StoredImage image, boolean only) {

  /**
   * Finds the version.
   *
   * @param disks that are to stand on it
   * @param only whether one disk was chosen by its number
   * @throws LibraryException when it lacks one of them
   */
  static BackingVersion find(
      Workspace workspace, ImageReference reference, List<StoredDisk> disks, boolean only)
      throws IOException {
    VersionFinder.Found found = VersionFinder.version(workspace, reference);
    StoredImage image =
        StoredImage.of(workspace.objects(), Fingerprint.read(found.version().manifest(), 0));
    for (StoredDisk disk : disks) {
      if (disk.number() >= image.disks().size()) {
        throw new LibraryException(
            "there is no disk d"
                + disk.number()
                + " in "
                + found.name()
                + " to stand on; it has "
                + image.disks().size()
                + " from d0; choose a disk that it has with --disk");
      }
    }
    return new BackingVersion(workspace, found.name(), image, only);
  }

  /** The disk of a number. */
  ByteSource open(int number) throws IOException {
    StoredDisk disk = image.disk(name, number);
    return new ImageView(
        "backing disk", workspace.store().reader(), disk.manifest().blockMap(workspace.objects()));
  }

  /**
   * The name that an image stores for its disk's file: of several disks, the one that a check-out
   * of all gives it.
   */
  Qcow2StreamWriter.Backing file(Qcow2StreamWriter.Backing named, int number) {
    return only || image.disks().size() == 1
        ? named
        : new Qcow2StreamWriter.Backing(named.name() + "." + number, named.format());
  }
}
