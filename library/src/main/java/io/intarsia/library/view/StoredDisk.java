package io.intarsia.library.view;

import io.intarsia.library.manifest.DiskManifest;
import io.intarsia.library.manifest.FileSystemManifest;
import io.intarsia.library.manifest.ImageManifest;
import io.intarsia.library.manifest.ObjectSource;
import io.intarsia.store.chunk.Fingerprint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A disk of a stored version.
 *
 * @param number from 0
 * @param id fingerprint of its manifest
 */
public record StoredDisk(
    int number, Fingerprint id, DiskManifest manifest, List<StoredPartition> partitions) {

  /**
   * A partition of a stored disk.
   *
   * @param name as paths call it: {@code p1}, {@code d1/p2}
   * @param fileSystem what was understood of it, or null
   */
  public record StoredPartition(
      String name, DiskManifest.PartitionEntry entry, @Nullable FileSystemManifest fileSystem) {}

  /** {@code d0}. */
  public String name() {
    return "d" + number;
  }

  /** Reads the disks of an image. */
  public static List<StoredDisk> of(ObjectSource objects, Fingerprint imageManifest)
      throws IOException {
    List<StoredDisk> disks = new ArrayList<>();
    for (Fingerprint id : ImageManifest.get(objects, imageManifest).disks()) {
      int number = disks.size();
      DiskManifest manifest = DiskManifest.get(objects, id);
      List<StoredPartition> partitions = new ArrayList<>();
      for (DiskManifest.PartitionEntry entry : manifest.partitions()) {
        Fingerprint fs = entry.fileSystem();
        partitions.add(
            new StoredPartition(
                (number == 0 ? "" : "d" + number + "/") + entry.partition().name(),
                entry,
                fs == null ? null : FileSystemManifest.get(objects, fs)));
      }
      disks.add(new StoredDisk(number, id, manifest, partitions));
    }
    return disks;
  }
}
