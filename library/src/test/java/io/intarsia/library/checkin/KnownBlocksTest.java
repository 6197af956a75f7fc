package io.intarsia.library.checkin;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.library.Libraries;
import io.intarsia.library.Library;
import io.intarsia.library.checkout.CheckOutRequest;
import io.intarsia.library.fixture.Seeded;
import io.intarsia.library.progress.Progress;
import io.intarsia.library.reference.ImageReference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes that lie elsewhere on another disk are found, and every disk comes back as it was. */
class KnownBlocksTest {
  private static final int BLOCK = 4096;

  @TempDir private Path temporary;
  private Library library;
  private int files;

  @BeforeEach
  void create() throws IOException {
    library = Libraries.create(temporary.resolve("store"), 64 << 10);
  }

  @AfterEach
  void close() throws IOException {
    library.close();
  }

  private CheckInResult checkIn(byte[] disk, String name) throws IOException {
    Path file = temporary.resolve("in" + files++);
    Files.write(file, disk);
    CheckInRequest request =
        new CheckInRequest(
            file, name, "raw", null, FreeSpace.KEEP, Set.of(), false, List.of(), null);
    CheckInResult result = library.checkIn(request, Progress.none());
    Path out = temporary.resolve("out" + files);
    library.checkOut(
        new CheckOutRequest(ImageReference.parse(name), out, "raw", 0, true),
        new ByteArrayOutputStream(),
        Progress.none());
    assertThat(Files.mismatch(out, file)).isEqualTo(-1);
    return result;
  }

  /** What a file system would hold: files at block boundaries, the rest of the last block zeros. */
  private static byte[] disk(Random random, List<byte[]> contents) throws IOException {
    ByteArrayOutputStream disk = new ByteArrayOutputStream();
    for (byte[] content : contents) {
      disk.write(content);
      disk.write(new byte[Math.floorMod(-content.length, BLOCK)]);
      disk.write(new byte[random.nextInt(4) == 0 ? random.nextInt(20) * BLOCK : 0]);
    }
    disk.write(new byte[random.nextInt(BLOCK)]);
    return disk.toByteArray();
  }

  private static List<byte[]> contents(Random random, int count) {
    List<byte[]> contents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int length = 1 + random.nextInt(random.nextInt(4) == 0 ? 400_000 : 20_000);
      contents.add(
          random.nextBoolean() ? Seeded.disk(random, length) : Seeded.bytes(random, length));
    }
    return contents;
  }

  @Test
  void rearrangedContentsAreFoundAndComeBack() throws IOException {
    Random random = Seeded.random();
    List<byte[]> contents = contents(random, 150);
    CheckInResult first = checkIn(disk(random, contents), "first");
    assertThat(first.blocks()).isEqualTo(BlockCounts.NONE);
    for (int round = 0; round < 4; round++) {
      int at = random.nextInt(contents.size() - 20);
      List<byte[]> moved = new ArrayList<>(contents.subList(at, at + 20));
      contents.subList(at, at + 20).clear();
      contents.addAll(random.nextInt(contents.size()), moved);
      contents.addAll(random.nextInt(contents.size()), contents(random, 3));
      contents.remove(random.nextInt(contents.size()));
      CheckInResult next = checkIn(disk(random, contents), "next" + round);
      assertThat(next.blocks().matched()).isGreaterThan(100);
      assertThat(next.newBytes()).isLessThan(first.newBytes() / 2);
    }
  }

  @Test
  void whatIsStoredInPartsIsNotLookedForAgain() throws IOException {
    Random random = Seeded.random();
    List<byte[]> contents = contents(random, 100);
    checkIn(disk(random, contents), "first");
    for (int i = 0; i < 10; i++) {
      contents.addAll(random.nextInt(contents.size()), contents(random, 1));
    }
    byte[] disk = disk(random, contents);
    CheckInResult parts = checkIn(disk, "second");
    assertThat(parts.blocks().matched()).isGreaterThan(50);
    CheckInResult again = checkIn(disk, "second");
    assertThat(again.blocks()).isEqualTo(BlockCounts.NONE);
    assertThat(again.newBytes()).isZero();
    assertThat(again.id()).isEqualTo(parts.id());

    for (int i = 0; i < 10; i++) {
      disk[random.nextInt(disk.length)] ^= 1;
    }
    CheckInResult changed = checkIn(disk, "second");
    assertThat(changed.newBytes()).isBetween(1L, 10L * 2 * (64 << 10));
  }

  @Test
  void unknownBytesReadNothing() throws IOException {
    Random random = Seeded.random();
    checkIn(Seeded.bytes(random, 3_000_000), "first");
    assertThat(checkIn(Seeded.bytes(random, 3_000_000), "second").blocks())
        .isEqualTo(BlockCounts.NONE);
  }

  @Test
  void whatIsStoredAsItIsIsNotLookedFor() throws IOException {
    byte[] disk = Seeded.disk(Seeded.random(), 3_000_000);
    checkIn(disk, "first");
    CheckInResult again = checkIn(disk, "again");
    assertThat(again.blocks()).isEqualTo(BlockCounts.NONE);
    assertThat(again.newBytes()).isZero();
  }
}
