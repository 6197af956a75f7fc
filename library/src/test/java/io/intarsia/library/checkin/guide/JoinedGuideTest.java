package io.intarsia.library.checkin.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.library.fixture.MemoryObjects;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoinedGuideTest {
  private final List<String> asked = new ArrayList<>();

  /** A guide that knows one chunk and writes down what it is asked. */
  private JoinedGuide.Part part(String name, long start, long end, GuideChunk chunk) {
    return new JoinedGuide.Part(
        start,
        end,
        (from, to) -> {
          asked.add(name + " " + from + "-" + to);
          boolean touched = chunk.disk() < to && chunk.disk() + chunk.length() > from;
          return touched ? chunk : null;
        });
  }

  private static GuideChunk chunk(long disk, int number) {
    return new GuideChunk(disk, 100, MemoryObjects.chunk(number));
  }

  @Test
  void placesAreThoseOfTheDiskInsideAndOfAllDisksOutside() throws IOException {
    JoinedGuide guide =
        new JoinedGuide(
            List.of(part("a", 0, 1000, chunk(0, 1)), part("b", 4000, 6000, chunk(50, 2))));

    assertThat(guide.next(0, 10)).isEqualTo(chunk(0, 1));
    assertThat(guide.next(4060, 4070)).isEqualTo(chunk(4050, 2));
    assertThat(guide.next(4300, 4400)).isNull();
    assertThat(asked).containsExactly("a 0-10", "b 60-70", "b 300-400");
  }

  @Test
  void noDiskIsAskedBeyondItsEnds() throws IOException {
    JoinedGuide guide =
        new JoinedGuide(
            List.of(part("a", 100, 1000, chunk(800, 1)), part("b", 4000, 6000, chunk(0, 2))));

    assertThat(guide.next(0, 500)).isNull();
    assertThat(guide.next(900, 9000)).isEqualTo(chunk(900, 1));
    assertThat(guide.next(3000, 9000)).isEqualTo(chunk(4000, 2));
    assertThat(asked).containsExactly("a 0-400", "a 800-900", "b 0-2000");
  }

  @Test
  void betweenAndAfterTheDisksNothingIsKnown() throws IOException {
    JoinedGuide guide =
        new JoinedGuide(List.of(part("a", 0, 10, chunk(0, 1)), part("b", 100, 200, chunk(0, 2))));

    assertThat(guide.next(10, 100)).isNull();
    assertThat(guide.next(200, 300)).isNull();
    assertThat(new JoinedGuide(List.of()).next(0, 1 << 20)).isNull();
    assertThat(asked).isEmpty();
  }
}
