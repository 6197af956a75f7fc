package io.intarsia.library.checkin.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.bytes.MemorySource;
import io.intarsia.library.checkin.plan.Problems;
import io.intarsia.library.fixture.FakeFileSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TreeReaderTest {
  private static final long ROOT = 2;
  private static final long FAULTY = 77;

  @Test
  void aFaultOfTheReaderCostsOneEntry() throws IOException {
    FakeFileSystem fs = new FakeFileSystem(new MemorySource("disk", new byte[4096]));
    fs.file("before", 0, List.of());
    // Asking for it is an IllegalArgumentException.
    fs.name(ROOT, "faulty", FAULTY);
    fs.file("then", 0, List.of());
    Problems problems = new Problems();
    List<String> names = new ArrayList<>();
    new TreeReader(fs, problems)
        .read(found ->
            names.add(found == null ? "end" : new String(found.name(), StandardCharsets.UTF_8)));
    assertThat(names).containsExactly("", "before", "then", "end");
    assertThat(problems.summary()).contains("77");
  }

  @Test
  void namesThatRepeatWithoutEndAreLeftOut() throws IOException {
    FakeFileSystem fs = new FakeFileSystem(new MemorySource("disk", new byte[4096]));
    long file = fs.file("file", 0, List.of());
    byte[] name = new byte[200];
    int most = (64 << 20) / name.length;
    for (int i = 0; i < most; i++) {
      fs.name(ROOT, name, file);
    }
    Problems problems = new Problems();
    int[] steps = new int[1];
    new TreeReader(fs, problems).read(_ -> steps[0]++);
    assertThat(steps[0]).isLessThan(5);
    assertThat(problems.summary()).contains("more names than can be listed");
  }
}
