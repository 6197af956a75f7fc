package io.intarsia.library.checkin;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.partition.Partition;
import io.intarsia.library.checkin.guide.Guide;
import io.intarsia.library.checkin.plan.DiskPlan;
import io.intarsia.library.checkin.plan.TestPlans;
import io.intarsia.library.fixture.FakeFileSystem;
import io.intarsia.library.fixture.Seeded;
import io.intarsia.library.manifest.DirectoryEntry;
import io.intarsia.library.manifest.DirectoryObject;
import io.intarsia.library.manifest.DiskManifest;
import io.intarsia.library.manifest.FileSystemManifest;
import io.intarsia.library.manifest.HardLinks;
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
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks whose file systems say what no sound one would. */
class DiskImportTest {
  private static final int CHUNK = 4096;

  @TempDir private Path temporary;
  private final byte[] bytes = Seeded.bytes(Seeded.random(), 300_000);
  private final ByteSource disk = new MemorySource("disk", bytes);
  private Store store;

  @BeforeEach
  void create() throws IOException {
    store = Store.create(temporary.resolve("store"), StoreOptions.ofChunkSize(CHUNK));
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  /** Stores a disk, and checks that all of it comes back. */
  private DiskManifest store(DiskPlan plan) throws IOException {
    DiskImport.Result result;
    try (ExecutorService threads = Executors.newFixedThreadPool(2);
        Inserter inserter = store.inserter(threads)) {
      result = DiskImport.run(plan, Guide.none(), inserter, CHUNK, threads, Progress.none());
      inserter.seal();
    }
    DiskManifest manifest = DiskManifest.get(store.reader()::readObject, result.disk());
    try (ImageView view =
        new ImageView("view", store.reader(), manifest.blockMap(store.reader()::readObject))) {
      assertThat(view.read(0, bytes.length)).isEqualTo(bytes);
    }
    return manifest;
  }

  private FileSystemManifest fileSystem(DiskManifest disk, int partition) throws IOException {
    Fingerprint fs = disk.partitions().get(partition).fileSystem();
    return FileSystemManifest.get(store.reader()::readObject, Objects.requireNonNull(fs));
  }

  private Map<String, byte[]> files(DiskManifest disk, int partition) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    DirectoryEntry root = fileSystem(disk, partition).root();
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
