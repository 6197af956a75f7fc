package io.intarsia.library.view;

import io.intarsia.formats.partition.Partition;
import io.intarsia.library.error.LibraryException;
import io.intarsia.library.manifest.DiskManifest;
import io.intarsia.library.manifest.FileSystemManifest;
import io.intarsia.library.manifest.ImageManifest;
import io.intarsia.library.manifest.ObjectSource;
import io.intarsia.library.manifest.PlaceEntry;
import io.intarsia.store.chunk.Fingerprint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stored image: its disks and the places in them.
 *
 * @param places partitions by disk, then volumes, then file systems in files
 * @param attachments files that came with the disks, or null when there are none
 */
public record StoredImage(
    List<StoredDisk> disks, List<StoredPlace> places, @Nullable FileSystemManifest attachments) {
  public StoredImage {
    disks = List.copyOf(disks);
    places = List.copyOf(places);
  }

  /** Reads the manifests of an image. */
  public static StoredImage of(ObjectSource objects, Fingerprint imageManifest) throws IOException {
    ImageManifest image = ImageManifest.get(objects, imageManifest);
    List<StoredDisk> disks = new ArrayList<>();
    List<StoredPlace> places = new ArrayList<>();
    for (Fingerprint id : image.disks()) {
      StoredDisk disk = new StoredDisk(disks.size(), id, DiskManifest.get(objects, id));
      disks.add(disk);
      for (DiskManifest.PartitionEntry entry : disk.manifest().partitions()) {
        places.add(partition(objects, disk.number(), entry));
      }
    }
    for (PlaceEntry.Volume volume : image.volumes()) {
      places.add(volume(objects, volume));
    }
    for (PlaceEntry.InFile file : image.inFiles()) {
      places.add(inFile(objects, file));
    }
    return new StoredImage(disks, places, fileSystem(objects, image.attachments()));
  }

  /** The place of that name, or null. */
  public @Nullable StoredPlace place(String name) {
    for (StoredPlace place : places) {
      if (place.name().equals(name)) {
        return place;
      }
    }
    return null;
  }

  /**
   * A disk by its number, from 0.
   *
   * @param imageName for the message
   * @throws LibraryException when the image has no such disk
   */
  public StoredDisk disk(String imageName, int number) throws LibraryException {
    if (number < 0 || number >= disks.size()) {
      throw new LibraryException(
          imageName + " has no disk d" + number + "; it has " + disks.size() + " from d0");
    }
    return disks.get(number);
  }

  private static StoredPlace partition(
      ObjectSource objects, int disk, DiskManifest.PartitionEntry entry) throws IOException {
    Partition partition = entry.partition();
    return new StoredPlace(
        (disk == 0 ? "" : "d" + disk + "/") + partition.name(),
        StoredPlace.Kind.PARTITION,
        disk,
        partition.offset(),
        partition.length(),
        partition.type(),
        partition.uuid(),
        partition.label(),
        List.of(),
        entry.signature(),
        entry.problem(),
        fileSystem(objects, entry.fileSystem()));
  }

  private static StoredPlace volume(ObjectSource objects, PlaceEntry.Volume entry)
      throws IOException {
    boolean contiguous =
        entry.segments().size() == 1 && entry.segments().getFirst().areas().size() == 1;
    return new StoredPlace(
        entry.name(),
        StoredPlace.Kind.VOLUME,
        entry.disk(),
        contiguous ? entry.segments().getFirst().areas().getFirst().offset() : null,
        entry.length(),
        entry.kind(),
        entry.uuid(),
        null,
        entry.segments(),
        entry.signature(),
        entry.problem(),
        fileSystem(objects, entry.fileSystem()));
  }

  private static StoredPlace inFile(ObjectSource objects, PlaceEntry.InFile entry)
      throws IOException {
    return new StoredPlace(
        entry.around() + new String(entry.path(), StandardCharsets.UTF_8),
        StoredPlace.Kind.FILE,
        entry.disk(),
        null,
        entry.length(),
        "file",
        null,
        null,
        List.of(),
        entry.signature(),
        entry.problem(),
        fileSystem(objects, entry.fileSystem()));
  }

  private static @Nullable FileSystemManifest fileSystem(
      ObjectSource objects, @Nullable Fingerprint fingerprint) throws IOException {
    return fingerprint == null ? null : FileSystemManifest.get(objects, fingerprint);
  }
}
