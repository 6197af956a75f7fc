package io.intarsia.library.checkin.plan;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileSystemReader;
import io.intarsia.formats.filesystem.FileSystems;
import io.intarsia.formats.filesystem.signature.Signatures;
import io.intarsia.formats.partition.Partition;
import io.intarsia.formats.partition.PartitionTable;
import io.intarsia.formats.partition.PartitionTables;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * ISO images that have a partition table too, so that they start from USB sticks. Such an image is
 * an ISO image first: its file system is place {@code p0}, the disk, with or without a table.
 * Partitions that show the same file system once more, by the same descriptors or by descriptors of
 * their own, are places without files.
 */
final class IsoDisks {
  static final String ISO = "iso9660";

  /** What is said of a partition that shows the disk's file system. */
  static final String LISTED_ON_THE_DISK =
      "shows the file system of the whole disk, whose files p0 lists";

  private IsoDisks() {}

  /** The partitions of a disk; before them the disk itself, where that is an ISO image. */
  static PartitionTable table(ByteSource disk) throws IOException {
    PartitionTable table = PartitionTables.read(disk);
    boolean partitioned = table.partitions().stream().anyMatch(p -> p.number() != 0);
    if (!partitioned || !ISO.equals(Signatures.name(disk))) {
      return table;
    }
    List<Partition> partitions = new ArrayList<>(whole(disk).partitions());
    partitions.addAll(table.partitions());
    return new PartitionTable(table.scheme(), partitions, table.problems());
  }

  /** The disk as its only partition. */
  static PartitionTable whole(ByteSource disk) {
    List<Partition> whole =
        disk.size() == 0
            ? List.of()
            : List.of(new Partition(0, 0, disk.size(), "disk", null, null));
    return new PartitionTable("none", whole, List.of());
  }

  /**
   * Whether a partition holds the ISO 9660 that was read from its disk: programs write the same
   * time of creation, to the hundredth of a second, into all descriptors of an image.
   */
  static boolean isSameVolume(FileSystem ofDisk, ByteSource partition) throws IOException {
    Optional<FileSystemReader> reader = FileSystems.recognise(partition);
    if (!ofDisk.type().equals(ISO) || reader.isEmpty() || !ISO.equals(Signatures.name(partition))) {
      return false;
    }
    try {
      FileSystem fs = reader.get().open(partition);
      return Objects.equals(fs.uuid(), ofDisk.uuid()) && Objects.equals(fs.label(), ofDisk.label());
    } catch (MalformedException | UnsupportedException e) {
      return false;
    }
  }
}
