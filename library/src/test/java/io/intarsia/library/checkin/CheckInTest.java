package io.intarsia.library.checkin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.formats.MalformedException;
import io.intarsia.library.Libraries;
import io.intarsia.library.Library;
import io.intarsia.library.checkout.CheckOutRequest;
import io.intarsia.library.error.LibraryException;
import io.intarsia.library.fixture.Seeded;
import io.intarsia.library.fixture.Shell;
import io.intarsia.library.progress.Progress;
import io.intarsia.library.reference.ImageReference;
import io.intarsia.library.reference.PathReference;
import io.intarsia.library.search.SearchQuery;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckInTest {
  private static final int CHUNK = 16 << 10;

  @TempDir private static Path disks;
  @TempDir private Path temporary;
  private Library library;

  /** A GPT disk with an ext4 partition, and the same with a file changed, removed and added. */
  @BeforeAll
  static void makeDisks() throws IOException {
    Shell.run(
        disks,
        """
        mkdir -p tree/etc tree/var
        echo ID=test > tree/etc/os-release
        seq 1 60000 > tree/var/long
        seq 1 60000 > tree/var/copy
        echo small > tree/var/small
        truncate -s 900K tree/var/sparse; seq 1 9000 >> tree/var/sparse; truncate -s +1M tree/var/sparse
        truncate -s 100K tree/var/zeros
        : > tree/var/empty
        truncate -s 20M fs; mke2fs -q -t ext4 -U 12345678-1234-1234-1234-123456789abc -d tree fs
        truncate -s 24M disk; printf 'label: gpt\\nstart=2048, size=40960\\n' | sfdisk -q disk
        dd if=fs of=disk bs=1M seek=1 conv=notrunc,sparse status=none
        cp --sparse=always disk disk2
        seq 5 70000 > new
        debugfs -w -f - disk2?offset=1048576 >/dev/null 2>&1 <<END
        rm /var/long
        write new /var/new
        END
        cmp disk disk2 > /dev/null && exit 1
        qemu-img convert -f raw -O qcow2 -c disk disk.qcow2
        """);
  }

  @BeforeEach
  void create() throws IOException {
    library = Libraries.create(temporary.resolve("store"), CHUNK);
  }

  @AfterEach
  void close() throws IOException {
    library.close();
  }

  private CheckInResult checkIn(Path file, String name) throws IOException {
    return library.checkIn(CheckInRequest.of(file, name), Progress.none());
  }

  private Path checkOut(String reference, String format) throws IOException {
    Path out = temporary.resolve("out-" + System.nanoTime());
    CheckOutRequest request =
        new CheckOutRequest(ImageReference.parse(reference), out, format, 0, true);
    library.checkOut(request, new ByteArrayOutputStream(), Progress.none());
    return out;
  }

  private void requireExact(String reference, Path disk) throws IOException {
    assertThat(Files.mismatch(checkOut(reference, "raw"), disk)).isEqualTo(-1);
    assertThat(library.digest(ImageReference.parse(reference), 0, Progress.none()))
        .isEqualTo(sha256(disk));
  }

  private static String sha256(Path file) throws IOException {
    return Shell.run(disks, "sha256sum < " + file).substring(0, 64);
  }

  @Test
  void anyBytesComeBack() throws IOException {
    Random random = Seeded.random();
    int number = 0;
    for (int size : new int[] {0, 1, 511, 4096, 65_537, 4 << 20, (4 << 20) + 1, 9_000_000}) {
      Path disk = temporary.resolve("disk" + number++);
      Files.write(disk, Seeded.disk(random, size));
      assertThat(checkIn(disk, "any" + number).virtualBytes()).isEqualTo(size);
      requireExact("any" + number, disk);
      assertThat(checkIn(disk, "again" + number).newBytes()).isZero();
    }
  }

  @Test
  void aDiskWithFilesIsUnderstoodAndExact() throws IOException {
    CheckInResult result = checkIn(disks.resolve("disk"), "image");

    assertThat(result.version()).isEqualTo(1);
    assertThat(result.understood())
        .containsExactly(new Understood("d0", "p1", "p1", "ext4", 7, null));
    requireExact("image@1", disks.resolve("disk"));
    for (String file : List.of("long", "copy", "small", "sparse", "zeros", "empty")) {
      Path original = disks.resolve("tree/var/" + file);
      assertThat(listed("image:/var/" + file)).containsValue(sha256(original));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      library.cat(PathReference.parse("image:p1:/var/" + file), bytes);
      assertThat(bytes.toByteArray()).isEqualTo(Files.readAllBytes(original));
    }
  }

  private Map<String, String> listed(String path) throws IOException {
    TreeMap<String, String> listed = new TreeMap<>();
    library.ls(
        PathReference.parse(path),
        true,
        file ->
            listed.put(
                new String(file.path(), StandardCharsets.UTF_8), String.valueOf(file.sha256())));
    return listed;
  }

  @Test
  void aDerivedDiskAddsOnlyWhatIsNew() throws IOException {
    checkIn(disks.resolve("disk"), "image");
    CheckInResult second = checkIn(disks.resolve("disk2"), "image");

    assertThat(second.version()).isEqualTo(2);
    assertThat(second.newFileBytes()).isEqualTo(Files.size(disks.resolve("new")));
    assertThat(second.newSkeletonBytes()).isLessThan(300_000);
    requireExact("image@1", disks.resolve("disk"));
    requireExact("image@2", disks.resolve("disk2"));
    var comparison =
        library.compare(ImageReference.parse("image@1"), ImageReference.parse("image@2"));
    assertThat(comparison.added()).containsExactly("/var/new".getBytes(StandardCharsets.UTF_8));
    assertThat(comparison.removed()).containsExactly("/var/long".getBytes(StandardCharsets.UTF_8));
    assertThat(library.versions("image").getLast().derivedFrom()).isEqualTo("image@1");
  }

  @Test
  void theContainerMakesNoDifference() throws IOException {
    CheckInResult raw = checkIn(disks.resolve("disk"), "raw");
    CheckInResult qcow2 = checkIn(disks.resolve("disk.qcow2"), "qcow2");

    assertThat(qcow2.newBytes()).isZero();
    assertThat(qcow2.id()).isEqualTo(raw.id());
    requireExact("qcow2", disks.resolve("disk"));
    Path out = checkOut("raw", "qcow2");
    Shell.run(disks, "qemu-img compare -f raw -F qcow2 disk " + out);
    Shell.run(disks, "qemu-img check -f qcow2 " + out);
  }

  @Test
  void standardInputIsSpooled() throws IOException {
    byte[] disk = Seeded.disk(Seeded.random(), 3_000_001);
    checkInStandardInput(disk);
    assertThat(checkOut("in", "raw")).hasBinaryContent(disk);
    try (var left = Files.list(library.directory().resolve("tmp"))) {
      assertThat(left.filter(f -> f.toString().contains("stdin"))).isEmpty();
    }
  }

  @Test
  void messagesSayStandardInput() throws IOException {
    byte[] damaged = Files.readAllBytes(disks.resolve("disk.qcow2"));
    Arrays.fill(damaged, 40, 48, (byte) 0xFF);
    assertThatThrownBy(() -> checkInStandardInput(damaged))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith("standard input: ");
  }

  private void checkInStandardInput(byte[] bytes) throws IOException {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(bytes));
    try {
      library.checkIn(
          new CheckInRequest(
              null, "in", null, null, FreeSpace.KEEP, Set.of(), true, List.of(), null),
          Progress.none());
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void aSourceThatChangesWhileItIsReadIsRefused() throws IOException {
    Path disk = temporary.resolve("changing");
    Files.write(disk, Seeded.disk(Seeded.random(), 2_000_000));
    Progress changing =
        new Progress() {
          @Override
          public void begin(String what, long totalBytes) {}

          @Override
          public void advance(long bytes) {
            try {
              Files.write(disk, new byte[] {1}, StandardOpenOption.APPEND);
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          }

          @Override
          public void end() {}
        };

    assertThatThrownBy(() -> library.checkIn(CheckInRequest.of(disk, "changing"), changing))
        .isInstanceOf(LibraryException.class)
        .hasMessageContaining("changed while it was read");
    assertThat(library.list()).isEmpty();
  }

  @Test
  void reindexUnderstandsWhatWasStoredAsBlocks() throws IOException {
    Path disk = disks.resolve("disk");
    CheckInRequest blind =
        new CheckInRequest(
            disk, "blind", null, null, FreeSpace.KEEP, Set.of(), false, List.of(), "why");
    library.checkIn(blind, Progress.none());
    ImageReference reference = ImageReference.parse("blind");
    assertThatThrownBy(() -> listed("blind:/")).isInstanceOf(LibraryException.class);

    CheckInResult again = library.reindex(reference, Progress.none());

    CheckInResult seeing = checkIn(disk, "seeing");
    assertThat(listed("blind:/")).isEqualTo(listed("seeing:/"));
    assertThat(again.understood()).isEqualTo(seeing.understood());
    assertThat(again.id()).isEqualTo(seeing.id());
    requireExact("blind", disk);
    assertThat(library.show(reference).summary().message()).isEqualTo("why");
    assertThat(library.reindex(reference, Progress.none()).newBytes()).isZero();
    requireExact("blind", disk);
  }

  @Test
  void filesAreFound() throws IOException {
    checkIn(disks.resolve("disk"), "a");
    checkIn(disks.resolve("disk2"), "a");
    String small = sha256(disks.resolve("tree/var/small"));
    assertThat(found("*l*", null, true))
        .containsExactlyInAnyOrder(
            "a@1 /etc/os-release",
            "a@1 /lost+found",
            "a@1 /var/long",
            "a@1 /var/small",
            "a@2 /etc/os-release",
            "a@2 /lost+found",
            "a@2 /var/small");
    assertThat(found("/var/n*", null, false)).containsExactly("a@2 /var/new");
    assertThat(found(null, small, false)).containsExactly("a@2 /var/small");
    assertThat(found("long", small, true)).isEmpty();
  }

  private List<String> found(@Nullable String glob, @Nullable String sha256, boolean all)
      throws IOException {
    List<String> hits = new ArrayList<>();
    byte[] pattern = glob == null ? null : glob.getBytes(StandardCharsets.UTF_8);
    library.search(
        new SearchQuery(pattern, sha256, null, all),
        hit ->
            hits.add(
                hit.image()
                    + "@"
                    + hit.version()
                    + " "
                    + new String(hit.file().path(), StandardCharsets.UTF_8)));
    return hits;
  }
}
