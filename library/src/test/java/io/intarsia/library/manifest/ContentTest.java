package io.intarsia.library.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.library.fixture.MemoryObjects;
import io.intarsia.library.fixture.Seeded;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.InvalidObjectException;
import io.intarsia.store.object.BodyWriter;
import io.intarsia.store.object.ReferenceTable;
import io.intarsia.store.object.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ContentTest {
  private static final int CHUNK = 16;

  private final MemoryObjects objects = new MemoryObjects();

  /** What a content is made of: chunk numbers; -1 for a chunk's worth of hole. */
  private StoredObject write(int chunkSize, long size, int... chunks) throws IOException {
    ContentWriter writer = new ContentWriter(objects, chunkSize, size);
    long hole = 0;
    for (int i = 0; i < chunks.length; i++) {
      if (chunks[i] < 0) {
        hole += Math.min(chunkSize, size - (long) i * chunkSize);
        continue;
      }
      writer.hole(hole);
      hole = 0;
      writer.chunk(MemoryObjects.chunk(chunks[i]));
    }
    writer.hole(hole);
    assertThat(writer.position()).isEqualTo(size);
    return writer.finish();
  }

  /** One line for each chunk; holes joined and cut to the range asked for. */
  private List<String> read(Fingerprint content, long from, long to) throws IOException {
    List<String> found = new ArrayList<>();
    long[] holeStart = {-1};
    ContentList.open(objects, content)
        .visit(
            from,
            to,
            new ContentList.Visitor() {
              @Override
              public void chunk(long offset, int length, Fingerprint fingerprint) {
                found.add(offset + " " + length + " " + fingerprint);
                holeStart[0] = -1;
              }

              @Override
              public void hole(long offset, long length) {
                long start = holeStart[0] >= 0 ? holeStart[0] : Math.max(from, offset);
                String line = start + " " + (Math.min(to, offset + length) - start) + " hole";
                if (holeStart[0] >= 0) {
                  found.removeLast();
                }
                holeStart[0] = start;
                found.add(line);
              }
            });
    return found;
  }

  private static List<String> model(long size, int[] chunks, long from, long to) {
    List<String> expected = new ArrayList<>();
    long holeFrom = -1;
    for (int i = (int) (from / CHUNK); i < chunks.length && (long) i * CHUNK < to; i++) {
      long offset = (long) i * CHUNK;
      long length = Math.min(CHUNK, size - offset);
      if (chunks[i] >= 0) {
        expected.add(offset + " " + length + " " + MemoryObjects.chunk(chunks[i]));
        holeFrom = -1;
        continue;
      }
      if (holeFrom >= 0) {
        expected.removeLast();
      } else {
        holeFrom = Math.max(from, offset);
      }
      expected.add(holeFrom + " " + (Math.min(to, offset + length) - holeFrom) + " hole");
    }
    return expected;
  }

  @Test
  void chunksAndHolesComeBack() throws IOException {
    Random random = Seeded.random();
    for (int round = 0; round < 60; round++) {
      int count = 2 + random.nextInt(round % 3 == 0 ? 30_000 : 40);
      long size = (count - 1L) * CHUNK + 1 + random.nextInt(CHUNK);
      int[] chunks = new int[count];
      int mode = 0;
      for (int i = 0; i < count; i++) {
        mode = random.nextInt(count) < 4 ? random.nextInt(3) : mode;
        chunks[i] = mode == 0 ? -1 : mode == 1 ? random.nextInt(5000) - 100 : i;
      }
      Fingerprint content = objects.put(write(CHUNK, size, chunks));
      assertThat(ContentList.open(objects, content).size()).isEqualTo(size);
      assertThat(read(content, 0, size)).isEqualTo(model(size, chunks, 0, size));
      for (int i = 0; i < 10; i++) {
        long from = random.nextLong(size);
        long to = from + 1 + random.nextLong(random.nextBoolean() ? size - from : 50);
        to = Math.min(to, size);
        assertThat(read(content, from, to)).isEqualTo(model(size, chunks, from, to));
      }
    }
  }

  @Test
  void equalPartsAreOneObject() throws IOException {
    int[] chunks = new int[4 * ContentWriter.CHUNKS_PER_PART];
    for (int i = 0; i < chunks.length; i++) {
      chunks[i] = i % ContentWriter.CHUNKS_PER_PART;
    }
    write(CHUNK, (long) chunks.length * CHUNK, chunks);

    assertThat(objects.size()).isEqualTo(1);
  }

  @Test
  void aHoleOfAnyLengthIsAFewBytes() throws IOException {
    long size = Long.MAX_VALUE;
    ContentWriter writer = new ContentWriter(objects, 4096, size);
    writer.chunk(MemoryObjects.chunk(1));
    writer.hole(1L << 40);
    writer.chunk(MemoryObjects.chunk(2));
    writer.hole(size - writer.position());
    StoredObject object = writer.finish();

    assertThat(object.encode().length).isLessThan(200);
    assertThat(read(objects.put(object), 0, size))
        .containsExactly(
            "0 4096 " + MemoryObjects.chunk(1),
            "4096 1099511627776 hole",
            (4096 + (1L << 40)) + " 4096 " + MemoryObjects.chunk(2),
            (8192 + (1L << 40)) + " " + (size - 8192 - (1L << 40)) + " hole");
  }

  @Test
  void theEncodingIsPinned() throws IOException {
    StoredObject flat = write(CHUNK, 70, 1, -1, -1, 2, 1);
    assertThat(HexFormat.of().formatHex(flat.body()))
        .isEqualTo("4610" + "00" + "01" + "0020" + "0201");
    assertThat(flat.chunkRefs()).containsExactly(MemoryObjects.chunk(1), MemoryObjects.chunk(2));
    assertThat((char) flat.kind()).isEqualTo('C');

    int part = ContentWriter.CHUNKS_PER_PART;
    int[] chunks = new int[3 * part + 1];
    java.util.Arrays.fill(chunks, -1);
    chunks[0] = 1;
    chunks[3 * part] = 2;
    StoredObject parts = write(CHUNK, chunks.length * (long) CHUNK, chunks);
    assertThat(HexFormat.of().formatHex(parts.body()))
        .isEqualTo("90800c10" + "01" + "01808004" + "00808008" + "0210");
    assertThat(HexFormat.of().formatHex(objects.get(parts.objectRefs().getFirst()).body()))
        .isEqualTo("01" + "00f0ff03");
  }

  @Test
  void contentsThatDoNotCoverTheirSizeAreRefused() {
    BodyWriter body = new BodyWriter().varint(100).varint(CHUNK).u8(0).varint(0).varint(99);
    Fingerprint content =
        objects.put(StoredObject.of('C', new ReferenceTable(), body.toByteArray()));

    assertThatThrownBy(() -> read(content, 0, 100))
        .isInstanceOf(InvalidObjectException.class)
        .hasMessageContaining("end at 99, before 100");
  }
}
