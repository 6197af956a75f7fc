package io.intarsia.library.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.formats.partition.Partition;
import io.intarsia.library.fixture.Damage;
import io.intarsia.library.fixture.MemoryObjects;
import io.intarsia.library.fixture.Seeded;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.InvalidObjectException;
import io.intarsia.store.error.MissingChunkException;
import io.intarsia.store.object.BodyReader;
import io.intarsia.store.object.BodyWriter;
import io.intarsia.store.object.StoredObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ManifestsTest {
  private final Random random = Seeded.random();
  private final MemoryObjects objects = new MemoryObjects();

  private @Nullable String optional() {
    return random.nextInt(3) == 0 ? null : text();
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.appendCodePoint(random.nextBoolean() ? 'a' + random.nextInt(26) : 0x1F600 + i);
    }
    return text.toString();
  }

  private List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      texts.add(text());
    }
    return texts;
  }

  private Fingerprint reference() {
    return MemoryObjects.chunk(random.nextInt(5));
  }

  private DiskManifest disk() {
    long size = random.nextLong(1L << (1 + random.nextInt(45)));
    List<DiskManifest.PartitionEntry> partitions = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      Partition partition =
          new Partition(
              i,
              random.nextLong(Long.MAX_VALUE),
              random.nextLong(Long.MAX_VALUE),
              text(),
              optional(),
              optional());
      partitions.add(
          new DiskManifest.PartitionEntry(
              partition, optional(), optional(), random.nextBoolean() ? reference() : null));
    }
    List<@Nullable Fingerprint> nodes = new ArrayList<>();
    for (int i = BlockMap.nodeCount(size); i > 0; i--) {
      nodes.add(random.nextBoolean() ? reference() : null);
    }
    return new DiskManifest(size, text(), texts(), partitions, nodes);
  }

  @Test
  void disks() throws IOException {
    for (int round = 0; round < 200; round++) {
      DiskManifest disk = disk();
      assertThat(DiskManifest.get(objects, disk.put(objects))).isEqualTo(disk);
    }
    DiskManifest small = disk();
    while (small.nodes().size() > 20) {
      small = disk();
    }
    damage(small.put(objects), DiskManifest::get);
  }

  @Test
  void aDiskHasAsManyNodesAsItsSizeSays() throws IOException {
    Fingerprint few =
        new DiskManifest(1L << 40, "gpt", List.of(), List.of(), List.of()).put(objects);
    assertThatThrownBy(() -> DiskManifest.get(objects, few))
        .isInstanceOf(InvalidObjectException.class);
  }

  private FileSystemManifest fileSystem(DirectoryEntry root) {
    List<Fingerprint> links = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      links.add(reference());
    }
    return new FileSystemManifest(
        text(),
        optional(),
        optional(),
        random.nextInt(1 << 20),
        text(),
        root,
        random.nextLong(1L << 40),
        random.nextInt(1 << 20),
        texts(),
        links);
  }

  @Test
  void fileSystems() throws IOException {
    DirectoryEntry root = Entries.directory("", MemoryObjects.chunk(9));
    for (int round = 0; round < 200; round++) {
      FileSystemManifest fs = fileSystem(root);
      FileSystemManifest back = FileSystemManifest.get(objects, fs.put(objects));
      assertThat(Entries.text(back.root())).isEqualTo(Entries.text(root));
      assertThat(back.put(objects)).isEqualTo(fs.put(objects));
      assertThat(back.uuid() + back.label() + back.reader() + back.notes() + back.hardLinks())
          .isEqualTo(fs.uuid() + fs.label() + fs.reader() + fs.notes() + fs.hardLinks());
    }
    damage(fileSystem(root).put(objects), FileSystemManifest::get);
  }

  @Test
  void theRootOfAFileSystemIsADirectory() throws IOException {
    Fingerprint fs = fileSystem(Entries.file("", ContentId.EMPTY)).put(objects);
    assertThatThrownBy(() -> FileSystemManifest.get(objects, fs))
        .isInstanceOf(InvalidObjectException.class);
  }

  @Test
  void images() throws IOException {
    for (int round = 0; round < 50; round++) {
      List<Fingerprint> disks = new ArrayList<>();
      for (int i = random.nextInt(6); i > 0; i--) {
        disks.add(reference());
      }
      List<PlaceEntry.Volume> volumes = new ArrayList<>();
      List<PlaceEntry.InFile> inFiles = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        volumes.add(volume());
        inFiles.add(inFile());
      }
      Fingerprint attachments = random.nextBoolean() ? null : reference();
      ImageManifest image = new ImageManifest(disks, volumes, inFiles, attachments);
      assertThat(ImageManifest.get(objects, image.put(objects))).isEqualTo(image);
    }
    ImageManifest image =
        new ImageManifest(
            List.of(reference(), reference()), List.of(volume()), List.of(inFile()), reference());
    damage(image.put(objects), ImageManifest::get);
  }

  private PlaceEntry.Volume volume() {
    List<PlaceEntry.Segment> segments = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      List<PlaceEntry.Area> areas = new ArrayList<>();
      for (int j = random.nextInt(3); j >= 0; j--) {
        areas.add(new PlaceEntry.Area(random.nextInt(9), random.nextLong(1L << 40)));
      }
      segments.add(
          new PlaceEntry.Segment(random.nextLong(1L << 40), random.nextInt(1 << 20), areas));
    }
    return new PlaceEntry.Volume(
        text(),
        random.nextInt(9),
        text(),
        text(),
        random.nextLong(1L << 50),
        segments,
        random.nextBoolean() ? null : text(),
        random.nextBoolean() ? null : text(),
        random.nextBoolean() ? null : reference());
  }

  private PlaceEntry.InFile inFile() {
    return new PlaceEntry.InFile(
        text(),
        random.nextInt(9),
        text().getBytes(StandardCharsets.UTF_8),
        random.nextLong(1L << 50),
        random.nextBoolean() ? null : text(),
        random.nextBoolean() ? null : text(),
        random.nextBoolean() ? null : reference());
  }

  @Test
  void hardLinks() throws IOException {
    for (int most : new int[] {0, 3, 1000}) {
      List<List<byte[]>> groups = new ArrayList<>();
      for (int i = most; i > 0; i--) {
        List<byte[]> group = new ArrayList<>();
        for (int j = random.nextInt(4); j >= -1; j--) {
          group.add(Seeded.bytes(random, 1 + random.nextInt(most == 3 ? 9 : 4000)));
        }
        groups.add(group);
      }
      List<Fingerprint> pieces = HardLinks.write(objects, groups);
      assertThat(pieces.size()).isBetween(most == 0 ? 0 : 1, 1 + most / 100);
      List<List<byte[]>> back = new ArrayList<>();
      HardLinks.read(objects, pieces, back::add);
      assertThat(Arrays.deepEquals(arrays(back), arrays(groups))).isTrue();
      if (most == 3) {
        damage(
            pieces.getFirst(),
            (source, piece) -> HardLinks.read(source, List.of(piece), group -> {}));
      }
    }
  }

  private static Object[] arrays(List<List<byte[]>> groups) {
    return groups.stream().map(List::toArray).toArray();
  }

  @Test
  void damagedDirectories() throws IOException {
    List<DirectoryEntry> entries = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      entries.add(Entries.random(new byte[] {(byte) ('a' + i)}, random));
    }
    Fingerprint directory = Entries.write(objects, entries.toArray(DirectoryEntry[]::new));
    damage(directory, (source, piece) -> DirectoryObject.read(source, piece, entry -> {}));
  }

  @Test
  void damagedContents() throws IOException {
    ContentWriter content = new ContentWriter(objects, 16, 16L * 3 * ContentWriter.CHUNKS_PER_PART);
    content.chunk(MemoryObjects.chunk(1));
    content.hole(16L * ContentWriter.CHUNKS_PER_PART * 2);
    while (content.position() < 16L * 3 * ContentWriter.CHUNKS_PER_PART) {
      content.chunk(MemoryObjects.chunk(2));
    }
    damage(objects.put(content.finish()), DecodersFuzzTest::content);
  }

  @Test
  void damagedBlockMaps() throws IOException {
    BlockMapWriter writer = new BlockMapWriter(objects, 3 * BlockMap.SEGMENT_BYTES);
    writer.chunk(MemoryObjects.chunk(1), 5, 4096);
    writer.zeros(2 * BlockMap.SEGMENT_BYTES);
    writer.place(ContentId.ofList(MemoryObjects.chunk(2)), 77, BlockMap.SEGMENT_BYTES - 4096);
    Fingerprint node = writer.finish().getFirst();
    assertThat(node).isNotNull();
    damage(node, DecodersFuzzTest::blockMap);
    damage(objects.get(node).objectRefs().getFirst(), DecodersFuzzTest::segment);
  }

  @Test
  void aTextThatIsTooLongIsCutBetweenCharacters() throws IOException {
    String text = "x" + "\u00e9".repeat(40_000);
    BodyWriter body = new BodyWriter();
    Texts.write(body, text);
    String back = Texts.read(new BodyReader(body.toByteArray()));
    assertThat(text).startsWith(back);
    assertThat(back.length()).isEqualTo(1 + 65_535 / 2);
  }

  /** Decodes one object that stands under its name whatever it holds. */
  @FunctionalInterface
  private interface ObjectDecoder {
    void decode(ObjectSource source, Fingerprint fingerprint) throws IOException;
  }

  private void damage(Fingerprint fingerprint, ObjectDecoder decoder) throws IOException {
    Damage.survive(
        objects.get(fingerprint).encode(),
        random,
        bytes -> {
          StoredObject damaged = StoredObject.decode(bytes);
          ObjectSource source = name -> name.equals(fingerprint) ? damaged : objects.get(name);
          try {
            decoder.decode(source, fingerprint);
          } catch (MissingChunkException changedReference) {
            // The damage made it name another object.
          }
        });
  }
}
