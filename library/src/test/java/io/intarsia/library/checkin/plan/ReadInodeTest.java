package io.intarsia.library.checkin.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.filesystem.Extent;
import io.intarsia.formats.filesystem.FileType;
import io.intarsia.library.fixture.FakeFileSystem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadInodeTest {
  private final FakeFileSystem fs = new FakeFileSystem(new MemorySource("fs", new byte[4096]));

  private ReadInode read(long number) throws IOException {
    Directory root = new Directory(null, new byte[0], fs.root(), 0);
    return ReadInode.read(fs, new ReadInode.Entry(root, new byte[] {'a'}, number));
  }

  private static List<Extent> pieces(int count) {
    List<Extent> pieces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pieces.add(FakeFileSystem.plain(2L * i, 1, 3L * i));
    }
    return pieces;
  }

  @Test
  void allExtentsComeHoweverManyThereAre() throws IOException {
    for (int count : new int[] {0, 1, 64, 65, 1000}) {
      ReadInode read = read(fs.file("f" + count, 4096, pieces(count)));
      assertThat(read.inode().type()).isEqualTo(FileType.FILE);
      List<Extent> found = new ArrayList<>();
      read.extents(fs, found::add);
      assertThat(found).isEqualTo(pieces(count));
    }
  }

  @Test
  void whatReadingMeetsIsTold() throws IOException {
    ReadInode read = read(99);
    assertThatThrownBy(read::inode).isInstanceOf(IllegalArgumentException.class);
  }
}
