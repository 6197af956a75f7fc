package io.intarsia.library.checkin.plan;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.partition.Partition;
import io.intarsia.formats.partition.PartitionTable;
import io.intarsia.library.workspace.Threads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/** Plans of disks whose partitions and file systems a test makes up. */
public final class TestPlans {
  private TestPlans() {}

  public static Partition partition(int number, long offset, long length) {
    return new Partition(number, offset, length, "test", null, null);
  }

  /** A disk that one file system covers. */
  public static ImagePlan whole(ByteSource disk, FileSystem fs) throws IOException {
    return plan(disk, Map.of(partition(1, 0, disk.size()), fs), false);
  }

  /** Plans as {@link Planner} does once it has recognised the file systems. */
  public static ImagePlan plan(
      ByteSource disk, Map<Partition, ? extends FileSystem> fileSystems, boolean drop)
      throws IOException {
    Map<Place, FileSystem> places = new LinkedHashMap<>();
    fileSystems.forEach((partition, fs) -> places.put(new Place.OfPartition(0, 0, partition), fs));
    return planPlaces(disk, places, drop);
  }

  /** Plans file systems in places of any kind. */
  public static ImagePlan planPlaces(
      ByteSource disk, Map<Place, ? extends FileSystem> fileSystems, boolean drop)
      throws IOException {
    HiddenRanges hidden = new HiddenRanges();
    ByteSource shown = drop ? new HidingSource(disk, hidden) : disk;
    Claims claims = new Claims();
    Contents contents = new Contents(shown, claims);
    PlanState state = new PlanState(contents, claims, new PlanTotals(disk.size()));
    List<PlacePlan> places = new ArrayList<>();
    List<Partition> partitions = new ArrayList<>();
    for (Entry<Place, ? extends FileSystem> entry : fileSystems.entrySet()) {
      Problems problems = new Problems();
      SpecialFiles special = new SpecialFiles(entry.getKey(), Set.of(), false);
      try (ExecutorService readers = Threads.start("inodes", 1)) {
        FileSystemWalk walk =
            new FileSystemWalk(entry.getValue(), entry.getKey(), state, special, problems, readers);
        ContentOfInode contentOf = walk.walk();
        PlacePlan.FilePlan files =
            new PlacePlan.FilePlan(entry.getValue(), "fake/1", contentOf, walk.files());
        places.add(new PlacePlan(entry.getKey(), "fake", files, problems.summary()));
      }
      if (entry.getKey() instanceof Place.OfPartition at) {
        partitions.add(at.partition());
      }
    }
    OwnedRanges owned = OwnedRanges.settle(claims);
    if (drop) {
      new Drops(disk, places, contents, owned, hidden).freeSpace();
      hidden.settle();
    }
    PartitionTable table = new PartitionTable("gpt", partitions, List.of());
    return new ImagePlan(
        shown,
        List.of(new ImagePlan.Disk(0, disk.size(), table)),
        places,
        contents,
        owned,
        List.of(),
        hidden.dataBytes(disk, 0));
  }
}
