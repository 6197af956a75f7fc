package io.intarsia.library.checkin.plan;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.OutOfRangeException;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileSystemReader;
import io.intarsia.formats.filesystem.FileSystems;
import io.intarsia.formats.filesystem.Signatures;
import io.intarsia.formats.partition.Partition;
import io.intarsia.formats.partition.PartitionTable;
import io.intarsia.formats.partition.PartitionTables;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a disk's partitions and file systems and plans who owns its bytes. Nothing that is wrong
 * inside the disk is an error here: what cannot be understood stays with the skeleton, and the plan
 * says why.
 */
public final class Planner {
  private final ByteSource disk;
  private final boolean index;
  private final boolean dropFreeSpace;
  private final Claims claims = new Claims();
  private final HiddenRanges hidden = new HiddenRanges();
  private final List<PartitionPlan> partitions = new ArrayList<>();

  private Planner(ByteSource disk, boolean index, boolean dropFreeSpace) {
    this.disk = disk;
    this.index = index;
    this.dropFreeSpace = dropFreeSpace;
  }

  /**
   * Plans a disk.
   *
   * @param index whether to look for file systems at all
   * @param dropFreeSpace whether blocks that nobody uses become zeros
   * @throws IOException when the disk's medium cannot be read
   */
  public static DiskPlan plan(ByteSource disk, boolean index, boolean dropFreeSpace)
      throws IOException {
    return new Planner(disk, index, dropFreeSpace).plan();
  }

  private DiskPlan plan() throws IOException {
    ByteSource shown = dropFreeSpace ? new HidingSource(disk, hidden) : disk;
    Contents contents = new Contents(shown, claims);
    PartitionTable table = index ? PartitionTables.read(disk) : wholeDisk();
    for (Partition partition : table.partitions()) {
      partitions.add(planPartition(partition, contents));
    }
    OwnedRanges owned = OwnedRanges.settle(claims);
    if (dropFreeSpace) {
      new FreeSpacePlan(partitions, owned, hidden).collect();
    }
    return new DiskPlan(shown, table, partitions, contents, owned, hidden.dataBytes(disk));
  }

  private PartitionTable wholeDisk() {
    List<Partition> whole =
        disk.size() == 0
            ? List.of()
            : List.of(new Partition(0, 0, disk.size(), "disk", null, null));
    return new PartitionTable("none", whole, List.of());
  }

  private PartitionPlan planPartition(Partition partition, Contents contents) throws IOException {
    if (!index) {
      return new PartitionPlan(partition, null, null, "not looked into (--no-index)");
    }
    ByteSource source = disk.slice(partition.name(), partition.offset(), partition.length());
    Optional<FileSystemReader> reader = FileSystems.recognise(source);
    if (reader.isEmpty()) {
      String signature = Signatures.name(source);
      String problem = signature == null ? null : signature + " is not read; stored as blocks";
      return new PartitionPlan(partition, signature, null, problem);
    }
    return planFileSystem(partition, source, reader.get(), contents);
  }

  private PartitionPlan planFileSystem(
      Partition partition, ByteSource source, FileSystemReader reader, Contents contents)
      throws IOException {
    int claimsBefore = claims.size();
    int contentsBefore = contents.count();
    String type = Signatures.name(source);
    try {
      FileSystem fs = reader.open(source);
      type = fs.type();
      Problems problems = new Problems();
      FileSystemWalk walk = new FileSystemWalk(fs, partition, contents, claims, problems);
      ContentOfInode contentOf = walk.walk();
      PartitionPlan.FilePlan files =
          new PartitionPlan.FilePlan(fs, reader.version(), contentOf, walk.files());
      return new PartitionPlan(partition, type, files, problems.summary());
    } catch (MalformedException
        | UnsupportedException
        | OutOfRangeException
        | TooLargeException e) {
      claims.truncate(claimsBefore);
      contents.truncate(contentsBefore);
      return new PartitionPlan(partition, type, null, messageOf(e));
    }
  }

  private static @Nullable String messageOf(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
