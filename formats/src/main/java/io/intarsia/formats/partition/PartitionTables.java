package io.intarsia.formats.partition;

import io.intarsia.bytes.ByteSource;
import java.io.IOException;
import java.util.List;

/**
 * Reads the partition table of a disk, by the rules of the Linux kernel ({@code block/partitions}),
 * but survives what the kernel gives up on: entries that leave the disk are cut, what is wrong is
 * reported.
 *
 * <p>A disk with a valid GPT behind a protective or hybrid MBR is GPT. A boot sector is an MBR only
 * when its table makes sense; the boot sector of a file system that covers the whole disk is not
 * one. An extended partition is a container: its logical partitions are listed, itself is not.
 */
public final class PartitionTables {
  private PartitionTables() {}

  /**
   * Reads a table; a few sectors for most disks.
   *
   * @throws IOException only when the disk cannot be read; a damaged table is reported in {@link
   *     PartitionTable#problems()}
   */
  public static PartitionTable read(ByteSource disk) throws IOException {
    if (disk.size() < Mbr.SECTOR) {
      return whole(disk);
    }
    Mbr mbr = Mbr.parse(disk.read(0, Mbr.SECTOR));
    if (mbr.isProtective()) {
      return GptReader.read(disk);
    }
    if (!mbr.isPartitionTable(disk.size())) {
      return whole(disk);
    }
    PartitionList list = new PartitionList(disk.size());
    MbrReader.read(disk, mbr, list);
    return list.toTable("mbr");
  }

  private static PartitionTable whole(ByteSource disk) {
    List<Partition> all =
        disk.size() == 0
            ? List.of()
            : List.of(new Partition(0, 0, disk.size(), "disk", null, null));
    return new PartitionTable("none", all, List.of());
  }
}
