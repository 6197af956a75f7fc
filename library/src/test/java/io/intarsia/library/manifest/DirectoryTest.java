package io.intarsia.library.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.library.fixture.MemoryObjects;
import io.intarsia.library.fixture.Seeded;
import io.intarsia.store.chunk.Fingerprint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DirectoryTest {
  private final MemoryObjects objects = new MemoryObjects();

  private Fingerprint write(List<DirectoryEntry> entries) throws IOException {
    return Entries.write(objects, entries.toArray(DirectoryEntry[]::new));
  }

  private List<String> read(Fingerprint directory) throws IOException {
    List<String> found = new ArrayList<>();
    DirectoryObject.read(objects, directory, entry -> found.add(Entries.text(entry)));
    return found;
  }

  private static List<DirectoryEntry> entries(Random random, int count) {
    TreeSet<byte[]> names = new TreeSet<>(Arrays::compareUnsigned);
    while (names.size() < count) {
      names.add(Seeded.bytes(random, 1 + random.nextInt(random.nextBoolean() ? 20 : 255)));
    }
    List<DirectoryEntry> entries = new ArrayList<>();
    names.forEach(name -> entries.add(Entries.random(name, random)));
    return entries;
  }

  @Test
  void entriesComeBack() throws IOException {
    Random random = Seeded.random();
    for (int count : new int[] {0, 1, 2, 100, 511, 512, 513, 5000, 12_000}) {
      List<DirectoryEntry> entries = entries(random, count);
      Fingerprint directory = write(entries);
      assertThat(read(directory)).isEqualTo(entries.stream().map(Entries::text).toList());
      assertThat(write(entries)).isEqualTo(directory);
    }
  }

  private List<Fingerprint> pieces(Fingerprint directory) throws IOException {
    return objects.get(directory).objectRefs();
  }

  private static DirectoryEntry named(int number) {
    return Entries.file(Integer.toString(100_000 + number), ContentId.EMPTY);
  }

  @Test
  void aChangeLeavesTheOtherPiecesWhatTheyWere() throws IOException {
    List<DirectoryEntry> entries = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      entries.add(named(i));
    }
    Fingerprint before = write(entries);
    entries.remove(9_999);
    Fingerprint after = write(entries);

    assertThat((char) objects.get(before).kind()).isEqualTo('E');
    assertThat(pieces(before).size()).isBetween(20_000 / 4096, 20_000 / 512);
    Set<Fingerprint> changed = new HashSet<>(pieces(after));
    changed.removeAll(pieces(before));
    assertThat(changed.size()).isBetween(1, 3);
  }

  @Test
  void whereALargeDirectoryIsSplitIsPinned() throws IOException {
    List<DirectoryEntry> entries = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      entries.add(named(i));
    }
    List<Integer> sizes = new ArrayList<>();
    for (Fingerprint piece : pieces(write(entries))) {
      sizes.add(read(piece).size());
    }
    assertThat(sizes).containsExactly(528, 563, 920, 1487, 920, 2970, 609, 920, 945, 138);
  }

  @Test
  void theEncodingIsPinned() throws IOException {
    Fingerprint chunk = MemoryObjects.chunk(1);
    Fingerprint directory =
        Entries.write(
            objects,
            Entries.file("a", ContentId.ofChunk(chunk)),
            Entries.directory("b", MemoryObjects.chunk(2)),
            Entries.symlink("c", "xy"));
    assertThat(HexFormat.of().formatHex(objects.get(directory).body()))
        .isEqualTo(
            "0161" + "00" + "a403" + "0000" + "0a06" + "07" + "0200" + "0162" + "01" + "ed03"
                + "0000" + "0a06" + "00" + "0163" + "02" + "ff03" + "0000" + "0a06" + "027879");
  }

  @Test
  void longEntriesSplitADirectoryToo() throws IOException {
    List<DirectoryEntry> entries = new ArrayList<>();
    String target = "x".repeat(1 << 20);
    for (int i = 0; i < 12; i++) {
      entries.add(Entries.symlink("link" + (char) ('a' + i), target));
    }
    assertThat(pieces(write(entries))).hasSize(3);
    assertThat(entries.getFirst().name()).isEqualTo("linka".getBytes(StandardCharsets.UTF_8));
  }
}
