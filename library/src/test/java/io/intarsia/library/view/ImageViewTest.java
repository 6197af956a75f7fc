package io.intarsia.library.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.bytes.OutOfRangeException;
import io.intarsia.library.fixture.MemoryChunks;
import io.intarsia.library.fixture.MemoryObjects;
import io.intarsia.library.fixture.Seeded;
import io.intarsia.library.manifest.BlockMap;
import io.intarsia.library.manifest.BlockMapWriter;
import io.intarsia.library.manifest.ContentId;
import io.intarsia.library.manifest.ContentWriter;
import io.intarsia.store.error.InvalidObjectException;
import java.io.IOException;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ImageViewTest {
  private static final int CHUNK = 4096;

  private final Random random = Seeded.random();
  private final MemoryObjects objects = new MemoryObjects();
  private final MemoryChunks chunks = new MemoryChunks(objects);

  /** Data of the disk by offset, touching data joined. */
  private final TreeMap<Long, byte[]> model = new TreeMap<>();

  private ImageView view(long size, int largestStep) throws IOException {
    BlockMapWriter writer = new BlockMapWriter(objects, size);
    while (writer.position() < size) {
      long left = size - writer.position();
      switch (random.nextInt(3)) {
        case 0 -> writer.zeros(Math.min(left, 1 + random.nextLong(1L << random.nextInt(34))));
        case 1 -> skeleton(writer, (int) Math.min(left, 1 + random.nextInt(CHUNK)));
        default -> content(writer, (int) Math.min(left, 1 + random.nextInt(largestStep)));
      }
    }
    return new ImageView("view", chunks, new BlockMap(objects, size, writer.finish()));
  }

  private void skeleton(BlockMapWriter writer, int length) throws IOException {
    byte[] chunk = Seeded.bytes(random, CHUNK);
    int from = random.nextInt(CHUNK - length + 1);
    add(writer.position(), chunk, from, length);
    writer.chunk(chunks.put(chunk), from, length);
  }

  private void content(BlockMapWriter writer, int length) throws IOException {
    int before = random.nextInt(3 * CHUNK);
    long size = (long) before + length + random.nextInt(CHUNK);
    ContentWriter content = new ContentWriter(objects, CHUNK, size);
    while (content.position() < size) {
      int at = (int) content.position();
      int step = (int) Math.min(CHUNK, size - at);
      if (random.nextInt(4) == 0) {
        content.hole(step);
        continue;
      }
      byte[] chunk = Seeded.bytes(random, step);
      content.chunk(chunks.put(chunk));
      int from = Math.max(at, before);
      int to = Math.min(at + step, before + length);
      if (from < to) {
        add(writer.position() + from - before, chunk, from - at, to - from);
      }
    }
    writer.place(ContentId.ofList(objects.put(content.finish())), before, length);
  }

  private void add(long disk, byte[] chunk, int from, int length) {
    byte[] data = new byte[length];
    System.arraycopy(chunk, from, data, 0, length);
    var last = model.lastEntry();
    if (last != null && last.getKey() + last.getValue().length == disk) {
      byte[] joined = java.util.Arrays.copyOf(last.getValue(), last.getValue().length + length);
      System.arraycopy(data, 0, joined, last.getValue().length, length);
      model.put(last.getKey(), joined);
    } else {
      model.put(disk, data);
    }
  }

  private byte[] expected(long offset, int length) {
    byte[] bytes = new byte[length];
    Long first = model.floorKey(offset);
    for (var data : model.tailMap(first == null ? 0L : first).entrySet()) {
      long from = Math.max(offset, data.getKey());
      long to = Math.min(offset + length, data.getKey() + data.getValue().length);
      if (from < to) {
        System.arraycopy(
            data.getValue(),
            (int) (from - data.getKey()),
            bytes,
            (int) (from - offset),
            (int) (to - from));
      }
      if (data.getKey() > offset + length) {
        break;
      }
    }
    return bytes;
  }

  private long nextData(long offset, long size) {
    var at = model.floorEntry(offset);
    if (at != null && offset < at.getKey() + at.getValue().length) {
      return offset;
    }
    Long next = model.ceilingKey(offset);
    return next == null ? size : next;
  }

  private long nextHole(long offset, long size) {
    var at = model.floorEntry(offset);
    boolean inData = at != null && offset < at.getKey() + at.getValue().length;
    return Math.min(size, inData ? at.getKey() + at.getValue().length : offset);
  }

  private void check(ImageView view, long size, int reads) throws IOException {
    assertThat(view.size()).isEqualTo(size);
    for (int i = 0; i < reads; i++) {
      long offset = random.nextLong(size);
      if (random.nextBoolean()) {
        Long key = model.floorKey(offset);
        offset = Math.max(0, (key == null ? 0 : key) - random.nextInt(50));
      }
      int length = (int) Math.min(size - offset, random.nextInt(100_000));
      assertThat(view.read(offset, length)).isEqualTo(expected(offset, length));
      assertThat(view.nextData(offset)).isEqualTo(nextData(offset, size));
      assertThat(view.nextHole(offset)).isEqualTo(nextHole(offset, size));
    }
    assertThat(view.nextData(size)).isEqualTo(size);
    assertThat(view.nextHole(size)).isEqualTo(size);
  }

  @Test
  void smallDisksReadAsTheyWere() throws IOException {
    for (int round = 0; round < 20; round++) {
      model.clear();
      long size = 1L + random.nextInt(300_000);
      check(view(size, 50_000), size, 30);
    }
  }

  @Test
  void largeSparseDisksReadAsTheyWere() throws IOException {
    long size = (9L << 30) + 12_345;
    check(view(size, 9 << 20), size, 40);
  }

  @Test
  void rangesOutsideAreRefused() throws IOException {
    ImageView view = view(1000, 100);
    assertThatThrownBy(() -> view.read(990, 11)).isInstanceOf(OutOfRangeException.class);
    assertThatThrownBy(() -> view.read(-1, 1)).isInstanceOf(OutOfRangeException.class);
  }

  @Test
  void aPlaceBeyondItsContentIsInvalid() throws IOException {
    ContentWriter content = new ContentWriter(objects, CHUNK, 100);
    content.hole(100);
    BlockMapWriter writer = new BlockMapWriter(objects, 200);
    writer.place(ContentId.ofList(objects.put(content.finish())), 0, 200);
    ImageView view = new ImageView("view", chunks, new BlockMap(objects, 200, writer.finish()));
    assertThatThrownBy(() -> view.read(0, 200)).isInstanceOf(InvalidObjectException.class);
  }
}
