package io.intarsia.library.checkin;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.partition.Partition;
import io.intarsia.formats.partition.VolumeMap;
import io.intarsia.formats.partition.VolumeSource;
import io.intarsia.formats.partition.lvm.LogicalVolume;
import io.intarsia.library.checkin.guide.Guides;
import io.intarsia.library.checkin.plan.ImagePlan;
import io.intarsia.library.checkin.plan.Place;
import io.intarsia.library.checkin.plan.PlanOptions;
import io.intarsia.library.checkin.plan.Planner;
import io.intarsia.library.checkin.plan.TestPlans;
import io.intarsia.library.fixture.FakeFileSystem;
import io.intarsia.library.fixture.Seeded;
import io.intarsia.library.manifest.ContentId;
import io.intarsia.library.manifest.DirectoryEntry;
import io.intarsia.library.manifest.DirectoryObject;
import io.intarsia.library.manifest.DiskManifest;
import io.intarsia.library.manifest.FileSystemManifest;
import io.intarsia.library.manifest.HardLinks;
import io.intarsia.library.manifest.ImageManifest;
import io.intarsia.library.manifest.ObjectSource;
import io.intarsia.library.manifest.PlaceEntry;
import io.intarsia.library.progress.Progress;
import io.intarsia.library.view.ContentBytes;
import io.intarsia.library.view.ImageView;
import io.intarsia.store.Inserter;
import io.intarsia.store.Store;
import io.intarsia.store.StoreOptions;
import io.intarsia.store.chunk.Fingerprint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks whose file systems say what no sound one would. */
class ImageImportTest {
  private static final int CHUNK = 4096;

  @TempDir private Path temporary;
  private final byte[] bytes = Seeded.bytes(Seeded.random(), 300_000);
  private final ByteSource disk = new MemorySource("disk", bytes);
  private Store store;
  private ImageManifest image = new ImageManifest(List.of(), List.of(), List.of(), null);

  @BeforeEach
  void create() throws IOException {
    store = Store.create(temporary.resolve("store"), StoreOptions.ofChunkSize(CHUNK));
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  /** Stores a disk, and checks that all of it comes back. */
  private DiskManifest store(ImagePlan plan) throws IOException {
    run(plan);
    ObjectSource objects = store.reader()::readObject;
    DiskManifest manifest = DiskManifest.get(objects, image.disks().getFirst());
    try (ImageView view =
        new ImageView("view", store.reader(), manifest.blockMap(store.reader()::readObject))) {
      assertThat(view.read(0, bytes.length)).isEqualTo(bytes);
    }
    return manifest;
  }

  private ImageImport.Result run(ImagePlan plan) throws IOException {
    try (ExecutorService threads = Executors.newFixedThreadPool(2);
        Inserter inserter = store.inserter(threads)) {
      ImageImport.Result result =
          ImageImport.run(
              plan, List.of(), Guides.none(), inserter, CHUNK, threads, Progress.none());
      inserter.seal();
      image = ImageManifest.get(store.reader()::readObject, result.manifest());
      return result;
    }
  }

  private FileSystemManifest fileSystem(DiskManifest disk, int partition) throws IOException {
    Fingerprint fs = disk.partitions().get(partition).fileSystem();
    return FileSystemManifest.get(store.reader()::readObject, Objects.requireNonNull(fs));
  }

  private Map<String, byte[]> files(DiskManifest disk, int partition) throws IOException {
    return files(disk.partitions().get(partition).fileSystem());
  }

  private Map<String, byte[]> files(@Nullable Fingerprint fileSystem) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    DirectoryEntry root =
        FileSystemManifest.get(store.reader()::readObject, Objects.requireNonNull(fileSystem))
            .root();
    DirectoryObject.read(
        store.reader()::readObject,
        root.requireDirectory(),
        entry -> {
          ByteArrayOutputStream content = new ByteArrayOutputStream();
          ContentBytes.copy(store.reader(), entry.content(), content);
          files.put(new String(entry.name(), StandardCharsets.UTF_8), content.toByteArray());
        });
    return files;
  }

  private byte[] part(int from, int length) {
    return Arrays.copyOfRange(bytes, from, from + length);
  }

  @Test
  void filesThatOverlapAreExactAndSoIsTheDisk() throws IOException {
    FakeFileSystem fs = new FakeFileSystem(disk);
    fs.file("a", 50_000, List.of(FakeFileSystem.plain(0, 50_000, 10_001)));
    fs.file("b", 50_000, List.of(FakeFileSystem.plain(0, 50_000, 30_003)));
    fs.file("c", 20_000, List.of(FakeFileSystem.plain(0, 20_000, 10_001)));
    fs.elsewhere("d", new byte[] {1, 2, 3});

    Map<String, byte[]> files = files(store(TestPlans.whole(disk, fs)), 0);

    assertThat(files.get("a")).isEqualTo(part(10_001, 50_000));
    assertThat(files.get("b")).isEqualTo(part(30_003, 50_000));
    assertThat(files.get("c")).isEqualTo(part(10_001, 20_000));
    assertThat(files.get("d")).containsExactly(1, 2, 3);
  }

  @Test
  void partitionsThatOverlapAreExactToo() throws IOException {
    Map<Partition, FakeFileSystem> partitions = new LinkedHashMap<>();
    for (int number = 1; number <= 2; number++) {
      int offset = number * 20_000;
      ByteSource source = disk.slice("p" + number, offset, 200_000);
      FakeFileSystem fs = new FakeFileSystem(source);
      fs.file("file", 90_000, List.of(FakeFileSystem.plain(0, 90_000, 500)));
      partitions.put(TestPlans.partition(number, offset, 200_000), fs);
    }

    DiskManifest stored = store(TestPlans.plan(disk, partitions, false));

    assertThat(files(stored, 0).get("file")).isEqualTo(part(20_500, 90_000));
    assertThat(files(stored, 1).get("file")).isEqualTo(part(40_500, 90_000));
  }

  @Test
  void volumesInPiecesAreExactToo() throws IOException {
    VolumeMap map =
        new VolumeMap(
            List.of(
                new VolumeMap.Segment(0, 24_000, 24_000, List.of(150_000L)),
                new VolumeMap.Segment(24_000, 60_000, 1000, List.of(200_000L, 40_000L, 100_000L))));
    ByteSource volume = VolumeSource.open(disk, "vg/lv", map);
    FakeFileSystem fs = new FakeFileSystem(volume);
    fs.file("a", 50_000, List.of(FakeFileSystem.plain(0, 50_000, 3_000)));
    fs.file("b", 20_500, List.of(FakeFileSystem.plain(500, 20_000, 60_000)));
    LogicalVolume logical =
        new LogicalVolume("vg/lv", "uuid", "linear+striped", volume.size(), map, null);
    Map<Place, FakeFileSystem> places = Map.of(new Place.OfVolume(0, logical), fs);

    store(TestPlans.planPlaces(disk, places, false));

    PlaceEntry.Volume stored = image.volumes().getFirst();
    assertThat(stored.segments().get(1).areas().get(2)).isEqualTo(new PlaceEntry.Area(0, 100_000));
    Map<String, byte[]> files = files(stored.fileSystem());
    assertThat(files.get("a")).isEqualTo(volume.read(3_000, 50_000));
    byte[] b = new byte[20_500];
    volume.read(60_000, b, 500, 20_000);
    assertThat(files.get("b")).isEqualTo(b);
  }

  @Test
  void aContentThatCannotBeReadCostsOnlyItself() throws IOException {
    FakeFileSystem fs = new FakeFileSystem(disk);
    fs.elsewhere("good", part(0, 10_000));
    fs.unreadable("bad", 3_000_000);
    fs.file("plain", 20_000, List.of(FakeFileSystem.plain(0, 20_000, 10_001)));

    DiskManifest stored = store(TestPlans.whole(disk, fs));

    assertThat(stored.partitions().getFirst().problem()).contains("cannot be read");
    Map<String, ContentId> contents = new TreeMap<>();
    DirectoryObject.read(
        store.reader()::readObject,
        fileSystem(stored, 0).root().requireDirectory(),
        entry -> contents.put(new String(entry.name(), StandardCharsets.UTF_8), entry.content()));
    assertThat(contents.get("bad")).isEqualTo(ContentId.UNKNOWN);
    assertThat(contents.get("good")).isNotEqualTo(ContentId.UNKNOWN);
    assertThat(contents.get("plain")).isNotEqualTo(ContentId.UNKNOWN);
  }

  @Test
  void severalDisksShareContentsAndKeepTheirOwnMaps() throws IOException {
    ByteSource first = new MemorySource("first", part(0, 100_000));
    ByteSource empty = new MemorySource("empty", new byte[0]);
    ByteSource second = new MemorySource("second", part(0, 70_001));
    ImagePlan plan =
        Planner.plan(List.of(first, empty, second), new PlanOptions(false, false, Set.of()));
    assertThat(run(plan).newSkeletonBytes()).isLessThan(105_000);
    assertThat(image.disks()).hasSize(3);
    int number = 0;
    for (ByteSource disk : List.of(first, empty, second)) {
      DiskManifest manifest =
          DiskManifest.get(store.reader()::readObject, image.disks().get(number++));
      try (ImageView view =
          new ImageView("view", store.reader(), manifest.blockMap(store.reader()::readObject))) {
        assertThat(view.size()).isEqualTo(disk.size());
        assertThat(view.read(0, (int) disk.size())).isEqualTo(disk.read(0, (int) disk.size()));
      }
    }
  }

  @Test
  void filesOfTheSameBlocksAreOneContent() throws IOException {
    FakeFileSystem fs = new FakeFileSystem(disk);
    for (int copy = 0; copy < 20; copy++) {
      fs.file("copy" + copy, 200_000, List.of(FakeFileSystem.plain(0, 200_000, 50_000)));
    }
    ImagePlan plan = TestPlans.whole(disk, fs);

    assertThat(plan.contents().count()).isEqualTo(1);
    assertThat(plan.places().getFirst().problem()).isNull();
    assertThat(files(store(plan), 0).get("copy19")).isEqualTo(part(50_000, 200_000));
  }

  @Test
  void hardLinksWithoutBoundAreNotKept() throws IOException {
    FakeFileSystem fs = new FakeFileSystem(disk);
    long file = fs.file("file", 5, List.of(FakeFileSystem.plain(0, 5, 0)));
    fs.links(file, 2);
    long directory = 2;
    for (int depth = 0; depth < 500; depth++) {
      directory = fs.directory(directory, "d".repeat(200));
    }
    for (int name = 0; name < 600; name++) {
      fs.name(directory, "link" + name, file);
    }

    DiskManifest disk = store(TestPlans.whole(this.disk, fs));
    FileSystemManifest stored = fileSystem(disk, 0);

    assertThat(disk.partitions().getFirst().problem()).contains("hard links are too long");
    assertThat(stored.files()).isEqualTo(601);
    long[] kept = {0};
    HardLinks.read(
        store.reader()::readObject,
        stored.hardLinks(),
        group -> group.forEach(path -> kept[0] += path.length));
    assertThat(kept[0]).isBetween(30L << 20, 32L << 20);
  }
}
