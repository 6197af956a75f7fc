package io.intarsia.library.checkin.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.MemorySource;
import io.intarsia.library.fixture.HoleyDisk;
import io.intarsia.library.fixture.MemoryChunks;
import io.intarsia.library.fixture.MemoryObjects;
import io.intarsia.library.fixture.Seeded;
import io.intarsia.library.manifest.BlockMap;
import io.intarsia.library.manifest.BlockMapWriter;
import io.intarsia.library.manifest.ContentId;
import io.intarsia.library.manifest.ContentWriter;
import io.intarsia.library.progress.Progress;
import io.intarsia.library.workspace.Threads;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.InvalidObjectException;
import io.intarsia.store.error.MissingChunkException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DiskMatchTest {
  private static final int CHUNK = 64 << 10;
  private static final int SEGMENT = (int) BlockMap.SEGMENT_BYTES;

  private final Random random = Seeded.random();
  private final MemoryObjects objects = new MemoryObjects();
  private final MemoryChunks chunks = new MemoryChunks(objects);
  private final ExecutorService threads = Threads.start("test");

  @AfterEach
  void close() {
    threads.close();
  }

  /** A disk in memory and its map, made together. */
  private final class Disk {
    private final byte[] bytes;
    private final BlockMapWriter writer;

    Disk(int size) {
      bytes = new byte[size];
      writer = new BlockMapWriter(objects, size);
    }

    int position() {
      return (int) writer.position();
    }

    int left() {
      return bytes.length - position();
    }

    Fingerprint chunk(byte[] chunk, int from, int length) throws IOException {
      Fingerprint fingerprint = chunks.put(chunk);
      System.arraycopy(chunk, from, bytes, position(), length);
      writer.chunk(fingerprint, from, length);
      return fingerprint;
    }

    void zeros(int length) throws IOException {
      writer.zeros(length);
    }

    /** Parts of several chunks, marked by the hash of them all; perhaps followed by zeros. */
    void cell(int length) throws IOException {
      List<byte[]> parts = new ArrayList<>();
      byte[] cell = new byte[length];
      for (int at = 0; at < length; ) {
        int step = Math.min(length - at, 1 + random.nextInt(8 << 10));
        byte[] part = random.nextInt(3) == 0 ? new byte[step] : Seeded.bytes(random, step);
        System.arraycopy(part, 0, cell, at, step);
        parts.add(part);
        at += step;
      }
      writer.cell(Fingerprint.ofChunk(cell, 0, length), length);
      for (byte[] part : parts) {
        if (Arrays.equals(part, new byte[part.length])) {
          zeros(part.length);
        } else {
          byte[] around = Arrays.copyOf(part, part.length + random.nextInt(9));
          chunk(around, 0, part.length);
        }
      }
    }

    /** A file of several chunks and holes, of which some pieces lie here in order. */
    void content(int size) throws IOException {
      ContentWriter content = new ContentWriter(objects, CHUNK, size);
      byte[] file = new byte[size];
      while (content.position() < size) {
        int at = (int) content.position();
        int step = Math.min(CHUNK, size - at);
        if (random.nextInt(5) == 0) {
          content.hole(step);
        } else {
          byte[] chunk = Seeded.bytes(random, step);
          int hole = random.nextInt(step);
          Arrays.fill(chunk, hole, Math.min(step, hole + random.nextInt(9000)), (byte) 0);
          chunk[step - 1] = 1;
          content.chunk(chunks.put(chunk));
          System.arraycopy(chunk, 0, file, at, step);
        }
      }
      ContentId id = ContentId.ofList(objects.put(content.finish()));
      int from = 0;
      while (from < size && left() > 0) {
        int length = Math.min(Math.min(left(), size - from), 1 + random.nextInt(3 * CHUNK));
        System.arraycopy(file, from, bytes, position(), length);
        writer.place(id, from, length);
        from += length;
        while (from < size && file[from] == 0) {
          from++; // as a file system leaves out what is a hole
        }
        if (random.nextInt(4) == 0 && left() > 0) {
          zeros(Math.min(left(), 1 + random.nextInt(5000)));
        }
        from += random.nextInt(6) == 0 ? random.nextInt(CHUNK) : 0;
      }
    }

    BlockMap map() throws IOException {
      return new BlockMap(objects, bytes.length, writer.finish());
    }
  }

  private Disk random(int size) throws IOException {
    Disk disk = new Disk(size);
    while (disk.left() > 0) {
      int left = disk.left();
      switch (random.nextInt(6)) {
        case 0 -> disk.zeros(Math.min(left, 1 + random.nextInt(1 << 20)));
        case 1 -> disk.cell(Math.min(left, 1 + random.nextInt(CHUNK)));
        case 2 -> disk.content(1 + random.nextInt(20 * CHUNK));
        case 3 -> {
          byte[] chunk = Seeded.bytes(random, 2 + random.nextInt(CHUNK));
          int length = Math.min(left, 1 + random.nextInt(chunk.length - 1));
          disk.chunk(chunk, random.nextInt(chunk.length - length + 1), length);
        }
        default -> {
          byte[] chunk = Seeded.bytes(random, Math.min(left, 1 + random.nextInt(CHUNK)));
          disk.chunk(chunk, 0, chunk.length);
        }
      }
    }
    return disk;
  }

  private DiskMatch match(byte[] bytes, BlockMap map) {
    ByteSource source =
        random.nextBoolean()
            ? new MemorySource("disk", bytes)
            : HoleyDisk.of(bytes, 4096, random.nextDouble(), random);
    return new DiskMatch(source, map, chunks, CHUNK);
  }

  private boolean matches(byte[] bytes, BlockMap map) throws IOException {
    return match(bytes, map).matches(threads, Progress.none());
  }

  @Test
  void theSameBytesMatchAndOneOtherByteDoesNot() throws IOException {
    for (int round = 0; round < 12; round++) {
      Disk disk = random(1 + random.nextInt(3 * SEGMENT));
      BlockMap map = disk.map();
      assertThat(matches(disk.bytes, map)).isTrue();
      for (int i = 0; i < 20; i++) {
        assertThat(match(disk.bytes, map).matchesAt(random.nextInt(disk.bytes.length))).isTrue();
        byte[] changed = disk.bytes.clone();
        int at = random.nextInt(changed.length);
        changed[at] ^= (byte) (1 << random.nextInt(8));
        assertThat(matches(changed, map)).as("byte %s of %s", at, changed.length).isFalse();
      }
    }
  }

  @Test
  void oneRunIsComparedWhereItIsAskedFor() throws IOException {
    Disk disk = new Disk(2 * SEGMENT);
    while (disk.left() > 0) {
      disk.chunk(Seeded.bytes(random, CHUNK), 0, CHUNK);
    }
    BlockMap map = disk.map();
    byte[] changed = disk.bytes.clone();
    int at = random.nextInt(changed.length);
    changed[at] ^= 1;
    for (int offset = 0; offset < changed.length; offset += CHUNK / 2) {
      assertThat(match(changed, map).matchesAt(offset)).isEqualTo(offset / CHUNK != at / CHUNK);
    }
  }

  @Test
  void chunksMayBeLong() throws IOException {
    Disk disk = new Disk(2 * SEGMENT);
    while (disk.left() > 0) {
      int length = Math.min(disk.left(), SEGMENT - random.nextInt(1 << 20));
      disk.chunk(Seeded.bytes(random, length), 0, length);
    }
    BlockMap map = disk.map();
    MemorySource source = new MemorySource("disk", disk.bytes);
    for (int chunkSize : new int[] {CHUNK, SEGMENT}) {
      DiskMatch match = new DiskMatch(source, map, chunks, chunkSize);
      assertThat(match.matches(threads, Progress.none())).isTrue();
    }
    disk.bytes[disk.bytes.length - 1] ^= 1;
    for (int chunkSize : new int[] {CHUNK, SEGMENT}) {
      DiskMatch match = new DiskMatch(source, map, chunks, chunkSize);
      assertThat(match.matches(threads, Progress.none())).isFalse();
    }
  }

  @Test
  void zerosAreComparedWhereNoHoleIs() throws IOException {
    Disk disk = new Disk(3 * SEGMENT);
    disk.zeros(disk.left());
    BlockMap map = disk.map();
    assertThat(matches(disk.bytes, map)).isTrue();
    disk.bytes[2 * SEGMENT + 7] = 1;
    assertThat(matches(disk.bytes, map)).isFalse();
    assertThat(match(disk.bytes, map).matchesAt(2 * SEGMENT)).isFalse();
  }

  @Test
  void aChunkThatIsNotStoredIsNoMatch() throws IOException {
    Disk disk = new Disk(CHUNK);
    Fingerprint chunk = disk.chunk(Seeded.bytes(random, CHUNK), 0, CHUNK);
    BlockMap map = disk.map();
    chunks.remove(chunk);
    assertThatThrownBy(() -> matches(disk.bytes, map)).isInstanceOf(MissingChunkException.class);
  }

  @Test
  void theChunksOfACellMustBeStored() throws IOException {
    byte[] cell = Seeded.bytes(random, CHUNK);
    Disk disk = new Disk(CHUNK);
    disk.writer.cell(Fingerprint.ofChunk(cell, 0, CHUNK), CHUNK);
    disk.chunk(Arrays.copyOf(cell, 4096), 0, 4096);
    Fingerprint rest = disk.chunk(Arrays.copyOfRange(cell, 4096, CHUNK), 0, CHUNK - 4096);
    BlockMap map = disk.map();
    assertThat(matches(disk.bytes, map)).isTrue();
    chunks.remove(rest);
    assertThatThrownBy(() -> matches(disk.bytes, map)).isInstanceOf(MissingChunkException.class);
  }

  @Test
  void aMapThatNamesBytesPastTheEndOfAChunkIsInvalid() throws IOException {
    Disk disk = new Disk(CHUNK);
    disk.writer.chunk(chunks.put(new byte[] {1, 2, 3}), 0, CHUNK);
    BlockMap map = disk.map();
    assertThatThrownBy(() -> matches(disk.bytes, map)).isInstanceOf(InvalidObjectException.class);
  }

  @Test
  void aChunkInPiecesIsNotReadWhereItCanBePutTogether() throws IOException {
    byte[] chunk = Seeded.bytes(random, CHUNK);
    Arrays.fill(chunk, 8192, 16384, (byte) 0);
    Disk disk = new Disk(SEGMENT + 2 * CHUNK);
    disk.zeros(SEGMENT - 5000);
    disk.chunk(chunk, 0, 8192); // cut by the end of the segment
    disk.chunk(chunk, 16384, CHUNK - 16384); // behind a hole of its file
    disk.zeros(disk.left());
    List<Stretch> found = new ArrayList<>();
    BlockMap map = disk.map();
    Stretches stretches = new Stretches(chunks, found::add);
    map.visit(0, map.diskSize(), stretches);
    stretches.end();

    Stretch.Parts parts =
        new Stretch.Parts(
            Fingerprint.ofChunk(chunk, 0, CHUNK),
            CHUNK,
            List.of(
                new Stretch.Piece(SEGMENT - 5000, 0, 8192),
                new Stretch.Piece(SEGMENT - 5000 + 8192, 16384, CHUNK - 16384)));
    assertThat(found).contains(parts).filteredOn(Stretch.Parts.class::isInstance).hasSize(1);
    assertThat(matches(disk.bytes, map)).isTrue();
  }
}
