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
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BlockMapTest {
  private static final long SEGMENT = BlockMap.SEGMENT_BYTES;
  private static final long NODE = BlockMap.NODE_BYTES;

  private final MemoryObjects objects = new MemoryObjects();

  /** A piece of a disk; content null for zeros. */
  private record Piece(long disk, long length, @Nullable ContentId content, long from) {}

  private static List<Piece> visit(BlockMap map, long from, long to) throws IOException {
    List<Piece> pieces = new ArrayList<>();
    map.visit(
        from,
        to,
        new BlockMap.Visitor() {
          @Override
          public void zeros(long diskOffset, long length) {
            add(new Piece(diskOffset, length, null, 0));
          }

          @Override
          public void place(long diskOffset, ContentId content, long first, long length) {
            add(new Piece(diskOffset, length, content, first));
          }

          private void add(Piece piece) {
            Piece last = pieces.isEmpty() ? null : pieces.getLast();
            if (last != null) {
              assertThat(piece.disk()).isEqualTo(last.disk() + last.length());
              ContentId content = last.content();
              boolean same =
                  content == null
                      ? piece.content() == null
                      : content.equals(piece.content())
                          && piece.from() == last.from() + last.length();
              if (same) {
                long length = last.length() + piece.length();
                pieces.set(pieces.size() - 1, new Piece(last.disk(), length, content, last.from()));
                return;
              }
            }
            pieces.add(piece);
          }
        });
    return pieces;
  }

  private static List<Piece> write(BlockMapWriter writer, long size, Random random)
      throws IOException {
    List<Piece> pieces = new ArrayList<>();
    int number = 0;
    while (writer.position() < size) {
      long pos = writer.position();
      long length = Math.min(size - pos, 1 + random.nextLong(1L << (5 + random.nextInt(29))));
      boolean zeros = length > 20 * SEGMENT || random.nextInt(3) == 0;
      if (zeros && (pieces.isEmpty() || pieces.getLast().content() != null)) {
        writer.zeros(length);
        pieces.add(new Piece(pos, length, null, 0));
      } else {
        length = Math.min(length, 20 * SEGMENT);
        ContentId id = ContentId.ofList(MemoryObjects.chunk(number++));
        long from = random.nextInt(10_000);
        writer.place(id, from, length);
        pieces.add(new Piece(pos, length, id, from));
      }
    }
    return pieces;
  }

  @Test
  void piecesComeBack() throws IOException {
    Random random = Seeded.random();
    for (int round = 0; round < 30; round++) {
      long size = 1 + random.nextLong(1L << (10 + random.nextInt(25)));
      BlockMapWriter writer = new BlockMapWriter(objects, size);
      List<Piece> pieces = write(writer, size, random);
      BlockMap map = new BlockMap(objects, size, writer.finish());
      assertThat(visit(map, 0, size)).isEqualTo(pieces);
      for (int i = 0; i < 20; i++) {
        long from = random.nextLong(size);
        checkCovers(visit(map, from, from + 1), pieces, from);
      }
    }
  }

  private static void checkCovers(List<Piece> found, List<Piece> all, long offset) {
    Piece expected = pieceAt(all, offset);
    Piece piece = pieceAt(found, offset);
    assertThat(piece.content()).isEqualTo(expected.content());
    if (piece.content() != null) {
      assertThat(piece.from() - piece.disk()).isEqualTo(expected.from() - expected.disk());
    }
  }

  private static Piece pieceAt(List<Piece> pieces, long offset) {
    for (Piece piece : pieces) {
      if (piece.disk() <= offset && offset < piece.disk() + piece.length()) {
        return piece;
      }
    }
    throw new AssertionError("nothing at " + offset);
  }

  @Test
  void unchangedSegmentsAreShared() throws IOException {
    BlockMapWriter first = new BlockMapWriter(objects, NODE + 3 * SEGMENT);
    BlockMapWriter second = new BlockMapWriter(objects, NODE + 3 * SEGMENT);
    for (int i = 0; i < 1027; i++) {
      first.chunk(MemoryObjects.chunk(i), 0, SEGMENT);
      second.chunk(MemoryObjects.chunk(i == 5 ? 10_000 : i), 0, SEGMENT);
    }
    List<@Nullable Fingerprint> a = first.finish();
    int before = objects.size();
    List<@Nullable Fingerprint> b = second.finish();

    assertThat(b.getFirst()).isNotEqualTo(a.getFirst());
    assertThat(b.getLast()).isEqualTo(a.getLast());
    assertThat(objects.size()).isEqualTo(before);
    assertThat(before).isEqualTo(1028 + 3);
  }

  @Test
  void zerosHaveNoObjects() throws IOException {
    long size = 5 * NODE + 1;
    BlockMapWriter writer = new BlockMapWriter(objects, size);
    writer.zeros(2 * NODE + SEGMENT);
    writer.chunk(MemoryObjects.chunk(1), 0, 1);
    writer.zeros(size - writer.position());
    BlockMap map = new BlockMap(objects, size, writer.finish());

    assertThat(objects.size()).isEqualTo(2);
    assertThat(map.nextStored(0)).isEqualTo(2 * NODE);
    assertThat(map.nextStored(2 * NODE + 5)).isEqualTo(2 * NODE + 5);
    assertThat(map.nextStored(3 * NODE)).isEqualTo(size);
  }

  @Test
  void segmentsThatDoNotFitAreRefused() {
    ReferenceTable references = new ReferenceTable();
    BodyWriter half = new BodyWriter().u8(0).varint(SEGMENT / 2);
    BodyWriter empty = new BodyWriter().u8(1).varint(0).varint(SEGMENT);
    BodyWriter unknown = new BodyWriter().u8(4).varint(SEGMENT);
    BodyWriter beyond = new BodyWriter().u8(0).varint(SEGMENT + 1);
    references.chunk(MemoryObjects.chunk(1));
    BodyWriter chunkEnd = new BodyWriter().u8(2).varint(0).varint(5 << 20).varint(SEGMENT);
    for (BodyWriter body : List.of(half, empty, unknown, beyond, chunkEnd)) {
      Fingerprint segment = objects.put(StoredObject.of('B', references, body.toByteArray()));
      ReferenceTable node = new ReferenceTable();
      byte[] nodeBody = {(byte) (node.object(segment) + 1)};
      Fingerprint top = objects.put(StoredObject.of('M', node, nodeBody));
      BlockMap map = new BlockMap(objects, SEGMENT, List.of(top));
      assertThatThrownBy(() -> visit(map, 0, SEGMENT)).isInstanceOf(InvalidObjectException.class);
    }
  }

  @Test
  void aMapThatEndsEarlyIsAnError() {
    BlockMapWriter writer = new BlockMapWriter(objects, 10);
    assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
  }
}
