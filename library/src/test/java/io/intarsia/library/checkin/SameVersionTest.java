package io.intarsia.library.checkin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.FileSource;
import io.intarsia.catalog.VersionId;
import io.intarsia.formats.image.AllowedBackingFiles;
import io.intarsia.formats.image.DiskImage;
import io.intarsia.formats.image.DiskImages;
import io.intarsia.library.Libraries;
import io.intarsia.library.Library;
import io.intarsia.library.checkin.plan.PlacePlan;
import io.intarsia.library.checkin.plan.PlanOptions;
import io.intarsia.library.checkin.plan.PlanStoppedException;
import io.intarsia.library.checkin.plan.Planner;
import io.intarsia.library.checkout.CheckOutRequest;
import io.intarsia.library.damage.DamageMarks;
import io.intarsia.library.error.LibraryException;
import io.intarsia.library.fixture.Seeded;
import io.intarsia.library.fixture.Shell;
import io.intarsia.library.progress.Progress;
import io.intarsia.library.reference.ImageReference;
import io.intarsia.library.workspace.Workspace;
import io.intarsia.store.StoreOptions;
import io.intarsia.store.crypt.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image that is stored is recognised, and one that differs in a byte is not. */
class SameVersionTest {
  private static final int CHUNK = 16 << 10;
  private static final VersionId FIRST = new VersionId(1, 1);

  @TempDir private static Path disks;
  @TempDir private Path temporary;
  private Library library;
  private Path disk;

  /** A disk with an ext4 file system of some directories, and with swap space. */
  @BeforeAll
  static void makeDisk() throws IOException {
    Shell.run(
        disks,
        """
        mkdir -p tree/etc
        for d in $(seq 1 40); do mkdir tree/$d; seq $d 3000 > tree/$d/a; seq $d 90 > tree/$d/b; done
        ln tree/1/a tree/1/link
        truncate -s 20M fs; mke2fs -q -t ext4 -U 12345678-1234-1234-1234-123456789abc -d tree fs
        truncate -s 1M swap; mkswap -q swap 2> /dev/null
        truncate -s 24M disk
        printf 'label: gpt\\nstart=2048, size=40960\\nstart=43008, size=2048\\n' | sfdisk -q disk
        dd if=fs of=disk bs=1M seek=1 conv=notrunc,sparse status=none
        dd if=swap of=disk bs=1M seek=21 conv=notrunc,sparse status=none
        cp --sparse=always disk tool
        printf 'squashfs' > s; mksquashfs tree nested.squashfs -quiet -no-progress > /dev/null
        debugfs -w -R 'write nested.squashfs /nested.squashfs' 'tool?offset=1048576' > /dev/null 2>&1
        """);
  }

  @BeforeEach
  void create() throws IOException {
    library = Libraries.create(temporary.resolve("store"), CHUNK);
    disk = temporary.resolve("disk");
    Files.copy(disks.resolve("disk"), disk);
  }

  @AfterEach
  void close() throws IOException {
    library.close();
  }

  private CheckInResult checkIn(String name) throws IOException {
    return library.checkIn(CheckInRequest.of(disk, name), Progress.none());
  }

  private void checkIn(String name, FreeSpace freeSpace, boolean index) throws IOException {
    library.checkIn(
        new CheckInRequest(disk, name, null, null, freeSpace, Set.of(), index, List.of(), null),
        Progress.none());
  }

  private void requireExact(String name) throws IOException {
    Path out = temporary.resolve("out-" + System.nanoTime());
    library.checkOut(
        new CheckOutRequest(ImageReference.parse(name), out, "raw", 0, true),
        new ByteArrayOutputStream(),
        Progress.none());
    assertThat(Files.mismatch(out, disk)).isEqualTo(-1);
    Files.delete(out);
  }

  private void flip(long at) throws IOException {
    byte[] bytes = Files.readAllBytes(disk);
    bytes[(int) at] ^= 1;
    Files.write(disk, bytes);
  }

  /** The version that a check-in of the disk would take. */
  private @Nullable VersionId find(@Nullable VersionId derivedFrom) throws IOException {
    try (Workspace workspace = new Workspace(library.directory());
        DiskImage image =
            DiskImages.open(FileSource.open(disk), null, AllowedBackingFiles.of(disk, List.of()));
        Planning planning = new Planning(image.disks(), PlanOptions.exact())) {
      SameVersion same =
          new SameVersion.Search(workspace, image.disks(), planning, Progress.none())
              .find("image", derivedFrom);
      return same == null ? null : same.version().id();
    }
  }

  @Test
  void theSameDiskTakesTheManifest() throws IOException {
    CheckInResult first = checkIn("image");
    assertThat(find(null)).isEqualTo(FIRST);
    CheckInResult other = checkIn("other");
    CheckInResult again = checkIn("image");

    assertThat(again.version()).isEqualTo(2);
    for (CheckInResult same : List.of(other, again)) {
      assertThat(same.id()).isEqualTo(first.id());
      assertThat(same.understood()).isEqualTo(first.understood());
      assertThat(same.virtualBytes()).isEqualTo(first.virtualBytes());
      assertThat(same.dataBytes()).isEqualTo(first.dataBytes());
      assertThat(same.newBytes() + same.metadataBytes() + same.storedBytes()).isZero();
    }
    requireExact("other");
    requireExact("image@2");
    assertThat(library.versions("image").getLast().derivedFrom()).isEqualTo("image@1");
    assertThat(library.versions("other").getLast().derivedFrom()).isNull();
    var before = library.show(ImageReference.parse("image@1"));
    var after = library.show(ImageReference.parse("other"));
    assertThat(after.disks()).isEqualTo(before.disks());
    library.remove(ImageReference.parse("image@1"), false);
    library.remove(ImageReference.parse("image@2"), false);
    library.gc(false, Progress.none());
    requireExact("other");
    assertThat(library.verify(false, 100, Progress.none()).damaged()).isEmpty();
  }

  /** The threads of a comparison are at work, and none that store. */
  @Test
  void aCheckInOfTheSameDiskStoresNothing() throws IOException {
    checkIn("image");
    Set<String> seen = new TreeSet<>();
    library.checkIn(
        CheckInRequest.of(disk, "other"), new Once(() -> seen.addAll(namesOfThreads())));
    assertThat(seen).contains("compare-0").doesNotContain("check-in-0");
    flip(Files.size(disk) / 2);
    seen.clear();
    library.checkIn(
        CheckInRequest.of(disk, "other"), new Once(() -> seen.addAll(namesOfThreads())));
    assertThat(seen).contains("check-in-0").doesNotContain("compare-0");
  }

  private static List<String> namesOfThreads() {
    return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
  }

  @Test
  void anEncryptedStoreKnowsTheDiskToo() throws IOException {
    library.close();
    Path sealed = temporary.resolve("sealed");
    Secret secret = Secret.of(Seeded.bytes(Seeded.random(), 40));
    StoreOptions options = StoreOptions.ofChunkSize(CHUNK);
    library = Libraries.createEncrypted(sealed, options, secret).library();
    CheckInResult first = checkIn("image");
    CheckInResult again = checkIn("other");
    assertThat(again.id()).isEqualTo(first.id());
    assertThat(again.metadataBytes()).isZero();
    requireExact("other");
  }

  @Test
  void aPlanThatIsStoppedAndNeededIsMadeAnew() throws IOException {
    try (ByteSource source = FileSource.open(disk)) {
      for (boolean finished : new boolean[] {false, true}) {
        try (Planning planning = new Planning(List.of(source), PlanOptions.exact())) {
          planning.survey();
          int before = finished ? planning.plan().contents().count() : 80;
          planning.stop();
          assertThat(planning.plan().contents().count()).isEqualTo(before);
        }
      }
    }
  }

  @Test
  void oneByteMakesAnotherDisk() throws IOException {
    checkIn("image");
    Random random = Seeded.random();
    for (int i = 0; i < 30; i++) {
      long at = random.nextLong(Files.size(disk));
      flip(at);
      assertThat(find(FIRST)).as("byte %s", at).isNull();
      CheckInResult changed = checkIn("changed" + i);
      assertThat(changed.newBytes()).isPositive();
      requireExact("changed" + i);
      flip(at);
    }
    assertThat(find(FIRST)).isEqualTo(FIRST);
    Files.write(disk, new byte[512], StandardOpenOption.APPEND);
    assertThat(find(FIRST)).isNull();
  }

  @Test
  void anyVersionWithTheSameFileSystemIsLikely() throws IOException {
    checkIn("image");
    byte[] bytes = Files.readAllBytes(disk);
    flip(bytes.length / 2);
    checkIn("image");
    assertThat(find(null)).isEqualTo(new VersionId(1, 2));
    Files.write(disk, bytes);
    assertThat(find(new VersionId(1, 2))).isEqualTo(FIRST);
    assertThat(checkIn("image").version()).isEqualTo(3);
    requireExact("image@3");
  }

  @Test
  void whatWasNotWhollyUnderstoodIsReadAgain() throws IOException {
    checkIn("blind", FreeSpace.KEEP, false);
    assertThat(find(FIRST)).isNull();
    assertThat(checkIn("seeing").understood())
        .contains(new Understood("d0", "p1", "p1", "ext4", 80, null));
  }

  @Test
  void whoAsksForMoreThanTheDefaultsGetsIt() throws IOException {
    checkIn("image");
    checkIn("dropped", FreeSpace.DROP, true);
    checkIn("blind", FreeSpace.KEEP, false);
    assertThat(library.show(ImageReference.parse("dropped")).droppedBytes()).isPositive();
    ImageReference blind = ImageReference.parse("blind");
    assertThat(library.show(blind).disks().getFirst().partitions().getFirst().problem())
        .contains("--no-index");
  }

  @Test
  void fileSystemsInFilesAreReadAgain() throws IOException {
    disk = disks.resolve("tool");
    CheckInResult first = checkIn("image");
    assertThat(first.understood()).hasSize(3);
    assertThat(find(FIRST)).isNull();
    CheckInResult again = checkIn("image");
    assertThat(again.understood()).isEqualTo(first.understood());
    assertThat(again.id()).isEqualTo(first.id());
  }

  @Test
  void aDamagedVersionIsNotTaken() throws IOException {
    checkIn("image");
    try (Workspace workspace = new Workspace(library.directory())) {
      new DamageMarks(Set.of(), Map.of(FIRST, 1L)).write(library.directory(), workspace.keys());
    }
    assertThat(find(FIRST)).isNull();
    checkIn("image");
    requireExact("image@2");
  }

  @Test
  void aVersionWhoseMapCannotBeReadIsNotTaken() throws IOException {
    checkIn("image");
    library.close();
    try (var packs = Files.walk(library.directory().resolve("packs"))) {
      for (Path pack : packs.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(pack);
        for (int at = 100; at < bytes.length; at += 50) {
          bytes[at] ^= 1;
        }
        Files.write(pack, bytes);
      }
    }
    assertThat(find(FIRST)).isNull();
    library = Libraries.open(library.directory());
  }

  /** Removes the version while the disk is compared with it, and frees what nobody needs. */
  @Test
  void aVersionThatGoesAwayMeanwhileIsStoredAnew() throws IOException {
    CheckInResult first = checkIn("image");
    library.close(); // gc leaves alone what a session at work has written
    library = Libraries.open(library.directory());
    try (Library other = Libraries.open(library.directory())) {
      CheckInResult again =
          library.checkIn(
              CheckInRequest.of(disk, "other"),
              new Once(() -> {
                other.remove(ImageReference.parse("image"), false);
                assertThat(other.gc(false, Progress.none()).waitingBytes()).isPositive();
              }));
      assertThat(again.id()).isEqualTo(first.id());
      assertThat(again.understood()).isEqualTo(first.understood());
      assertThat(again.newBytes()).isEqualTo(first.newBytes());
    }
    requireExact("other");
    library.gc(false, Progress.none());
    assertThat(library.verify(false, 100, Progress.none()).damaged()).isEmpty();
    requireExact("other");
  }

  @Test
  void anImageThatIsLockedMeanwhileTakesNothing() throws IOException {
    checkIn("image");
    try (Library other = Libraries.open(library.directory())) {
      Once lock = new Once(() -> other.setLocked("image", true));
      assertThatThrownBy(() -> library.checkIn(CheckInRequest.of(disk, "image"), lock))
          .isInstanceOf(LibraryException.class)
          .hasMessageContaining("is locked");
    }
    assertThat(library.versions("image")).hasSize(1);
  }

  @Test
  void aDiskThatChangesMeanwhileIsRefused() throws IOException {
    checkIn("image");
    Once change = new Once(() -> Files.write(disk, new byte[1], StandardOpenOption.APPEND));
    assertThatThrownBy(() -> library.checkIn(CheckInRequest.of(disk, "image"), change))
        .isInstanceOf(LibraryException.class)
        .hasMessageContaining("changed while it was read");
    assertThat(library.versions("image")).hasSize(1);
  }

  @Test
  void aPlanCanBeStopped() throws IOException {
    try (ByteSource source = FileSource.open(disk)) {
      Planner planner = new Planner(List.of(source), PlanOptions.exact());
      List<PlacePlan> survey = planner.survey();
      assertThat(survey).extracting(PlacePlan::signature).containsExactly("ext4", "swap");
      planner.stop();
      assertThatThrownBy(planner::plan).isInstanceOf(PlanStoppedException.class);
    }
  }

  /** Does something at the first progress. */
  private static final class Once implements Progress {
    private final Action action;
    private boolean done;

    @FunctionalInterface
    interface Action {
      void run() throws IOException;
    }

    Once(Action action) {
      this.action = action;
    }

    @Override
    public void begin(String what, long totalBytes) {}

    @Override
    public void advance(long bytes) {
      if (!done) {
        done = true;
        try {
          action.run();
        } catch (IOException e) {
          throw new AssertionError(e);
        }
      }
    }

    @Override
    public void end() {}
  }
}
