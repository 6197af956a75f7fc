package io.intarsia.library.checkin.plan;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.filesystem.signature.Signatures;
import io.intarsia.formats.partition.Partition;
import io.intarsia.formats.partition.PartitionTable;
import io.intarsia.formats.partition.VolumeMap;
import io.intarsia.formats.partition.VolumeSource;
import io.intarsia.formats.partition.lvm.LogicalVolume;
import io.intarsia.formats.partition.lvm.LvmReader;
import io.intarsia.formats.partition.lvm.PhysicalVolume;
import io.intarsia.library.record.Dropped;
import io.intarsia.library.workspace.Threads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Reads the partitions, volumes and file systems of an image's disks and plans who owns their
 * bytes. Nothing that is wrong inside a disk is an error here: what cannot be understood stays with
 * the skeleton, and the plan says why.
 */
public final class Planner {
  /** What {@link Signatures} calls a physical volume of LVM. */
  static final String PHYSICAL_VOLUME = "LVM2_member";

  private final ByteSource space;
  private final PlanOptions options;
  private final HiddenRanges hidden = new HiddenRanges();
  private final Claims claims = new Claims();
  private final ByteSource shown;
  private final Contents contents;
  private final List<ByteSource> sources;
  private final List<ImagePlan.Disk> disks = new ArrayList<>();
  private final List<PlacePlan> places = new ArrayList<>();
  private final PlanTotals totals;
  private final PlaceReader reader;

  /** Begins a plan of an image's disks. */
  public Planner(List<ByteSource> disks, PlanOptions options) {
    this.sources = List.copyOf(disks);
    this.space = JoinedDisks.of(sources);
    this.options = options;
    this.shown = options.drops() ? new HidingSource(space, hidden) : space;
    this.contents = new Contents(shown, claims);
    this.totals = new PlanTotals(space.size());
    this.reader = new PlaceReader(new PlanState(contents, claims, totals), options.dropJunk());
  }

  /**
   * Plans an image's disks.
   *
   * @throws IOException when a disk's medium cannot be read
   */
  public static ImagePlan plan(List<ByteSource> disks, PlanOptions options) throws IOException {
    Planner planner = new Planner(disks, options);
    planner.survey();
    return planner.plan();
  }

  /**
   * Looks which partitions and volumes there are and what they hold, and lists no files yet: the
   * files of each place are none so far, and file systems in files are not found. Once, first.
   *
   * @throws IOException when a disk's medium cannot be read
   */
  public List<PlacePlan> survey() throws IOException {
    long start = 0;
    for (ByteSource source : sources) {
      PartitionTable table = options.index() ? IsoDisks.table(source) : IsoDisks.whole(source);
      disks.add(new ImagePlan.Disk(start, source.size(), table));
      addPartitions(start, table);
      start += source.size();
    }
    addVolumes();
    return List.copyOf(places);
  }

  /**
   * Plans what the survey has found. Once, after it.
   *
   * @throws IOException when a disk's medium cannot be read
   * @throws PlanStoppedException when it was stopped
   */
  public ImagePlan plan() throws IOException {
    try (ExecutorService readers = Threads.start("inodes", 1)) {
      for (int i = 0; i < places.size(); i++) {
        totals.requireWanted();
        places.set(i, reader.walk(lookAgain(places.get(i)), readers));
      }
      for (SpecialFiles.Nested nested : reader.nested()) {
        places.add(reader.walk(reader.lookIntoNested(nested), readers));
      }
    }
    totals.requireWanted();
    OwnedRanges owned = OwnedRanges.settle(claims);
    List<Dropped> dropped = options.drops() ? drop(owned) : List.of();
    return new ImagePlan(
        shown, disks, places, contents, owned, dropped, hidden.dataBytes(space, 0));
  }

  /** Nobody wants this plan any more: what is under way ends soon. Any thread. */
  public void stop() {
    totals.stop();
  }

  private void addPartitions(long diskStart, PartitionTable table) throws IOException {
    PlacePlan.FilePlan ofDisk = null;
    for (Partition partition : table.partitions()) {
      Place place = new Place.OfPartition(disks.size() - 1, diskStart, partition);
      if (ofDisk != null && IsoDisks.isSameVolume(ofDisk.fileSystem(), partitionOf(place))) {
        places.add(new PlacePlan(place, IsoDisks.ISO, null, IsoDisks.LISTED_ON_THE_DISK));
        continue;
      }
      addPlace(place);
      if (partition.number() == 0) {
        ofDisk = places.getLast().files();
      }
    }
  }

  /** Where the file system of an ISO image cannot be listed, that of its partition may be. */
  private PlacePlan lookAgain(PlacePlan found) throws IOException {
    Place place = found.place();
    if (!IsoDisks.LISTED_ON_THE_DISK.equals(found.problem())) {
      return found;
    }
    for (PlacePlan each : places) {
      if (each.place() instanceof Place.OfPartition at
          && at.disk() == place.disk()
          && at.partition().number() == 0
          && each.files() != null) {
        return found;
      }
    }
    return reader.look(place, partitionOf(place));
  }

  private ByteSource partitionOf(Place place) throws IOException {
    VolumeMap map = Objects.requireNonNull(place.map());
    return VolumeSource.open(space, place.name(), map);
  }

  private void addPlace(Place place) throws IOException {
    VolumeMap map = place.map();
    if (!options.index()) {
      places.add(new PlacePlan(place, null, null, "not looked into (--no-index)"));
    } else if (places.size() >= PlanLimits.MAX_PLACES) {
      places.add(new PlacePlan(place, null, null, "one of too many; stored as blocks"));
    } else if (map != null) {
      places.add(reader.look(place, VolumeSource.open(space, place.name(), map)));
    }
  }

  /**
   * A volume whose name another place has already gets one that LVM does not allow: groups on two
   * disks may have the same name, and that of one may be {@code d1}.
   */
  private void addVolumes() throws IOException {
    List<PhysicalVolume> physical = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      VolumeMap map = places.get(i).place().map();
      if (PHYSICAL_VOLUME.equals(places.get(i).signature()) && map != null) {
        ByteSource source = VolumeSource.open(space, places.get(i).place().name(), map);
        physical.add(new PhysicalVolume(source, map.segments().getFirst().areas().getFirst()));
        numbers.add(i);
      }
    }
    if (physical.isEmpty()) {
      return;
    }
    LvmReader.Result found = LvmReader.read(physical);
    for (int i = 0; i < numbers.size(); i++) {
      addProblem(numbers.get(i), found.volumeProblems().get(i));
    }
    for (String problem : found.groupProblems()) {
      addProblem(numbers.getFirst(), problem);
    }
    Map<String, Integer> names = new HashMap<>();
    places.forEach(each -> names.put(each.place().name(), 1));
    for (LogicalVolume volume : found.volumes()) {
      String name = volume.name();
      int same = names.merge(name, 1, Integer::sum);
      addVolume(
          same == 1 ? volume : volume.named(name + "~" + same),
          places.get(numbers.getFirst()).place().disk());
    }
  }

  private void addProblem(int number, @Nullable String problem) {
    places.set(number, places.get(number).withProblem(problem));
  }

  private void addVolume(LogicalVolume volume, int otherwise) throws IOException {
    VolumeMap map = volume.map();
    if (map == null) {
      String problem = volume.problem() + "; stored as blocks";
      places.add(new PlacePlan(new Place.OfVolume(otherwise, volume), null, null, problem));
      return;
    }
    long first = map.segments().getFirst().areas().getFirst();
    int disk = 0;
    while (disks.get(disk).end() <= first) {
      disk++;
    }
    addPlace(new Place.OfVolume(disk, volume));
  }

  private List<Dropped> drop(OwnedRanges owned) throws IOException {
    Drops drops = new Drops(space, places, contents, owned, hidden);
    for (int i = 0; i < places.size(); i++) {
      SwapSpace swap = reader.swapSpace(places.get(i).place());
      if (swap != null && options.dropJunk().contains(swap.kind())) {
        drops.swapSpace(i, swap);
      }
      for (SpecialFiles.JunkFile file : reader.junkOf(places.get(i).place())) {
        drops.file(i, file);
      }
    }
    if (options.dropFreeSpace()) {
      drops.freeSpace();
    }
    hidden.settle();
    return drops.dropped();
  }
}
