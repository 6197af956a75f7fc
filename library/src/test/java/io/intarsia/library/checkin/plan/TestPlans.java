package io.intarsia.library.checkin.plan;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.partition.Partition;
import io.intarsia.formats.partition.PartitionTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/** Plans of disks whose partitions and file systems a test makes up. */
public final class TestPlans {
  private TestPlans() {}

  public static Partition partition(int number, long offset, long length) {
    return new Partition(number, offset, length, "test", null, null);
  }

  /** A disk that one file system covers. */
  public static DiskPlan whole(ByteSource disk, FileSystem fs) throws IOException {
    return plan(disk, Map.of(partition(1, 0, disk.size()), fs), false);
  }

  /** Plans as {@link Planner} does once it has recognised the file systems. */
  public static DiskPlan plan(
      ByteSource disk, Map<Partition, ? extends FileSystem> fileSystems, boolean drop)
      throws IOException {
    HiddenRanges hidden = new HiddenRanges();
    ByteSource shown = drop ? new HidingSource(disk, hidden) : disk;
    Claims claims = new Claims();
    Contents contents = new Contents(shown, claims);
    List<PartitionPlan> partitions = new ArrayList<>();
    for (Entry<Partition, ? extends FileSystem> entry : fileSystems.entrySet()) {
      Problems problems = new Problems();
      FileSystemWalk walk =
          new FileSystemWalk(entry.getValue(), entry.getKey(), contents, claims, problems);
      ContentOfInode contentOf = walk.walk();
      PartitionPlan.FilePlan files =
          new PartitionPlan.FilePlan(entry.getValue(), "fake/1", contentOf, walk.files());
      partitions.add(new PartitionPlan(entry.getKey(), "fake", files, problems.summary()));
    }
    OwnedRanges owned = OwnedRanges.settle(claims);
    if (drop) {
      new FreeSpacePlan(partitions, owned, hidden).collect();
    }
    PartitionTable table =
        new PartitionTable(
            "gpt", List.copyOf(new LinkedHashMap<>(fileSystems).keySet()), List.of());
    return new DiskPlan(shown, table, partitions, contents, owned, hidden.dataBytes(disk));
  }
}
