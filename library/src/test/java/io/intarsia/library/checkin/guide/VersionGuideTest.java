package io.intarsia.library.checkin.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.library.fixture.MemoryObjects;
import io.intarsia.library.fixture.Seeded;
import io.intarsia.library.manifest.BlockMap;
import io.intarsia.library.manifest.BlockMapWriter;
import io.intarsia.library.manifest.ContentId;
import io.intarsia.library.manifest.ContentWriter;
import io.intarsia.store.chunk.Fingerprint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VersionGuideTest {
  private static final int CHUNK = 64 << 10;
  private static final int CELL = 4096;
  private static final long DISK = 40 << 20;

  private final MemoryObjects objects = new MemoryObjects();
  private final List<GuideChunk> expected = new ArrayList<>();
  private int nextChunk;

  @Test
  void chunksAreFoundWhereverTheyLie() throws IOException {
    Random random = Seeded.random();
    for (int round = 0; round < 40; round++) {
      expected.clear();
      BlockMap map = randomMap(random);
      VersionGuide guide = new VersionGuide(objects, map, CELL);
      long from = 0;
      while (from < DISK) {
        long to = Math.min(DISK, from + 1 + random.nextInt(1 << (5 + random.nextInt(20))));
        assertThat(guide.next(from, to)).isEqualTo(model(from, to));
        from = random.nextInt(3) == 0 ? from : to;
        from += random.nextInt(4) == 0 ? random.nextInt(9 << 20) : random.nextInt(5000);
      }
    }
  }

  @Test
  void aChunkAtTheEndOfASegmentIsFoundBeforeTheNextSegmentIsAsked() throws IOException {
    Fingerprint chunk = MemoryObjects.chunk(1);
    BlockMapWriter writer = new BlockMapWriter(objects, 3 * BlockMap.SEGMENT_BYTES);
    writer.zeros(BlockMap.SEGMENT_BYTES - 100);
    writer.chunk(chunk, 0, 5000);
    writer.zeros(2 * BlockMap.SEGMENT_BYTES - 4900);
    BlockMap map = new BlockMap(objects, 3 * BlockMap.SEGMENT_BYTES, writer.finish());

    long start = BlockMap.SEGMENT_BYTES - 100;
    assertThat(new VersionGuide(objects, map, CELL).next(start - 50, start + 10))
        .isEqualTo(new GuideChunk(start, 5000, chunk));
  }

  @Test
  void placesBeyondTheStoredDiskHaveNoChunks() throws IOException {
    VersionGuide guide = new VersionGuide(objects, new BlockMap(objects, 0, List.of()), CELL);
    assertThat(guide.next(0, 1 << 30)).isNull();
    assertThat(guide.next(1L << 40, 1L << 41)).isNull();
  }

  private @Nullable GuideChunk model(long from, long to) {
    for (GuideChunk chunk : expected) {
      if (chunk.disk() + chunk.length() > from) {
        return chunk.disk() < to ? chunk : null;
      }
    }
    return null;
  }

  private BlockMap randomMap(Random random) throws IOException {
    BlockMapWriter writer = new BlockMapWriter(objects, DISK);
    while (writer.position() < DISK) {
      long left = DISK - writer.position();
      long length = Math.min(left, CELL * (1L + random.nextInt(1 << (1 + random.nextInt(11)))));
      switch (random.nextInt(4)) {
        case 0 -> writer.zeros(length);
        case 1 -> skeletonChunk(writer, Math.min(left, 1 + random.nextInt(CHUNK)), random);
        default -> content(writer, length, random);
      }
    }
    return new BlockMap(objects, DISK, writer.finish());
  }

  private void skeletonChunk(BlockMapWriter writer, long length, Random random) throws IOException {
    Fingerprint chunk = MemoryObjects.chunk(nextChunk++);
    boolean fromStart = random.nextInt(4) > 0;
    if (fromStart && length != CELL) {
      expected.add(new GuideChunk(writer.position(), (int) length, chunk));
    }
    writer.chunk(chunk, fromStart ? 0 : 100, length);
  }

  /** A part of a content of whole chunks and holes. */
  private void content(BlockMapWriter writer, long length, Random random) throws IOException {
    long before = random.nextInt(3) * (long) CELL;
    long size = before + length + random.nextInt(3) * (long) CELL;
    ContentWriter content = new ContentWriter(objects, CHUNK, size);
    while (content.position() < size) {
      long at = content.position();
      long step = Math.min(CHUNK, size - at);
      if (random.nextInt(5) == 0) {
        content.hole(step);
      } else {
        Fingerprint chunk = MemoryObjects.chunk(nextChunk++);
        content.chunk(chunk);
        if (at >= before && at + step <= before + length) {
          expected.add(new GuideChunk(writer.position() + at - before, (int) step, chunk));
        }
      }
    }
    writer.place(ContentId.ofList(objects.put(content.finish())), before, length);
  }
}
