package io.intarsia.formats.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.MemorySource;
import io.intarsia.bytes.OutOfRangeException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExtentSourceTest {
  private static final ByteSource DISK =
      new MemorySource("disk", new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9});

  private static ByteSource file(long size, Extent... extents) throws IOException {
    return ExtentSource.of(
        DISK,
        "file",
        size,
        visitor -> {
          for (Extent extent : List.of(extents)) {
            visitor.extent(extent);
          }
        });
  }

  private static Extent plain(long at, long length, long disk) {
    return new Extent(at, length, Extent.Kind.PLAIN, disk);
  }

  @Test
  void piecesZerosAndHoles() throws IOException {
    ByteSource file =
        file(
            14,
            plain(2, 3, 5),
            plain(5, 2, 1),
            new Extent(7, 2, Extent.Kind.ZERO, -1),
            plain(9, 1, 9));
    assertThat(file.read(0, 14)).containsExactly(0, 0, 5, 6, 7, 1, 2, 0, 0, 9, 0, 0, 0, 0);
    assertThat(file.read(3, 5)).containsExactly(6, 7, 1, 2, 0);
    assertThat(file.nextData(0)).isEqualTo(2);
    assertThat(file.nextHole(2)).isEqualTo(7);
    assertThat(file.nextHole(8)).isEqualTo(8);
    assertThat(file.nextData(7)).isEqualTo(9);
    assertThat(file.nextData(10)).isEqualTo(14);
    assertThatThrownBy(() -> file.read(13, 2)).isInstanceOf(OutOfRangeException.class);
  }

  @Test
  void manyPieces() throws IOException {
    Extent[] extents = new Extent[1000];
    for (int i = 0; i < extents.length; i++) {
      extents[i] = plain(2L * i, 1, i % 10);
    }
    byte[] bytes = file(2000, extents).read(0, 2000);
    for (int i = 0; i < 2000; i++) {
      assertThat(bytes[i]).isEqualTo((byte) (i % 2 == 0 ? i / 2 % 10 : 0));
    }
  }

  @Test
  void whatIsElsewhereIsNotForIt() {
    assertThatThrownBy(() -> file(1, new Extent(0, 1, Extent.Kind.ELSEWHERE, -1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
