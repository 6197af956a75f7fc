package io.intarsia.formats.partition.lvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.partition.VolumeMap;
import io.intarsia.formats.partition.VolumeSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LvmReaderTest {
  private static final String FIRST = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1";
  private static final String SECOND = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb2";

  private final TestPv first = new TestPv(FIRST, 40);
  private final TestPv second = new TestPv(SECOND, 40);

  private static String dashed(String uuid) {
    return uuid.substring(0, 6)
        + "-"
        + uuid.substring(6, 10)
        + "-"
        + uuid.substring(10, 14)
        + "-"
        + uuid.substring(14, 18)
        + "-"
        + uuid.substring(18, 22)
        + "-"
        + uuid.substring(22, 26)
        + "-"
        + uuid.substring(26);
  }

  /** A group of both volumes with extents of 4 KiB. */
  private static String group(int number, String volumes) {
    return """
    # a "comment" with { a brace
    contents = "Text Format Volume Group"
    vg {
    id = "group"
    seqno = %d
    extent_size = 8	# 4 Kilobytes
    physical_volumes {
    pv0 { id = "%s" pe_start = 64 pe_count = 40 }
    pv1 { id = "%s" pe_start = 64 pe_count = 40 }
    }
    logical_volumes { %s }
    }
    """
        .formatted(number, dashed(FIRST), dashed(SECOND), volumes);
  }

  private static String volume(String name, String... segments) {
    StringBuilder text = new StringBuilder();
    text.append(name).append(" { id = \"id-").append(name).append("\"\nstatus = [\"READ\", ");
    text.append("\"VISIBLE\"]\nsegment_count = ").append(segments.length).append('\n');
    for (int i = 0; i < segments.length; i++) {
      text.append("segment").append(i + 1).append(" {\n").append(segments[i]).append("}\n");
    }
    return text.append("}\n").toString();
  }

  private static String segment(int start, int count, String rest) {
    return "start_extent = " + start + "\nextent_count = " + count + "\n" + rest + "\n";
  }

  private static final String LINEAR =
      volume(
          "lin",
          segment(0, 3, "type = \"striped\" stripes = [ \"pv0\", 4 ]"),
          segment(3, 2, "type = \"striped\" stripe_count = 1 stripes = [\n\"pv1\", 0\n]"));
  private static final String STRIPED =
      volume(
          "str",
          segment(
              0, 4, "type = \"striped\" stripe_size = 4 stripes = [ \"pv1\", 10, \"pv0\", 20 ]"));

  private LvmReader.Result read(PhysicalVolume... volumes) throws IOException {
    return LvmReader.read(List.of(volumes));
  }

  @Test
  void linearAndStripedVolumesAreMapped() throws IOException {
    first.text(group(1, LINEAR + STRIPED), 512);
    second.text(group(0, ""), 512);
    int start = TestPv.START * 512;
    LvmReader.Result result = read(first.at(1000), second.at(900_000));

    assertThat(result.groupProblems()).isEmpty();
    assertThat(result.volumeProblems()).containsExactly(null, null);
    assertThat(result.volumes())
        .extracting(LogicalVolume::name, LogicalVolume::kind, LogicalVolume::length)
        .containsExactly(
            tuple("vg/lin", "linear", 5 * 4096L), tuple("vg/str", "striped", 4 * 4096L));
    assertThat(map(result, 0).segments())
        .containsExactly(
            new VolumeMap.Segment(0, 12288, 12288, List.of(1000L + start + 4 * 4096)),
            new VolumeMap.Segment(12288, 8192, 8192, List.of(900_000L + start)));
    assertThat(map(result, 1).segments())
        .containsExactly(
            new VolumeMap.Segment(
                0, 16384, 2048, List.of(900_000L + start + 10 * 4096, 1000L + start + 20 * 4096)));
  }

  private static VolumeMap map(LvmReader.Result result, int volume) {
    VolumeMap map = result.volumes().get(volume).map();
    assertThat(map).isNotNull();
    return Objects.requireNonNull(map);
  }

  @Test
  void aTextMayGoAroundTheAreasEndAndTheNewestCounts() throws IOException {
    first.text(group(7, LINEAR), TestPv.AREA_BYTES - 100);
    second.text(group(6, STRIPED), 1024);
    assertThat(read(first.at(0), second.at(0)).volumes())
        .extracting(LogicalVolume::name)
        .containsExactly("vg/lin");
    assertThat(read(second.at(0), first.at(0)).volumes())
        .extracting(LogicalVolume::name)
        .containsExactly("vg/lin");
  }

  @Test
  void missingVolumesAndOtherKindsAreNamed() throws IOException {
    String thin = volume("thin", segment(0, 4, "type = \"thin\" thin_pool = \"pool\""));
    String hidden = LINEAR.replace("lin {", "hid {").replace("\"VISIBLE\"", "\"WRITE\"");
    first.text(group(1, LINEAR + thin + hidden), 512);
    List<LogicalVolume> volumes = read(first.at(0)).volumes();

    assertThat(volumes).extracting(LogicalVolume::name).containsExactly("vg/lin", "vg/thin");
    assertThat(volumes).extracting(LogicalVolume::map).containsExactly(null, null);
    assertThat(volumes.get(0).problem()).contains(dashed(SECOND)).contains("not in this image");
    assertThat(volumes.get(1).problem()).contains("kind thin");
    assertThat(volumes.get(1).length()).isEqualTo(4 * 4096);
  }

  @Test
  void segmentsThatCannotBeAreNotFollowed() throws IOException {
    for (String bad :
        List.of(
            segment(0, 41, "type = \"striped\" stripes = [ \"pv0\", 0 ]"),
            segment(0, 4, "type = \"striped\" stripes = [ \"pv0\", 99999999999 ]"),
            segment(0, 4, "type = \"striped\" stripes = [ \"pv0\", -1 ]"),
            segment(1, 4, "type = \"striped\" stripes = [ \"pv0\", 0 ]"),
            segment(0, 0, "type = \"striped\" stripes = [ \"pv0\", 0 ]"),
            segment(0, 3, "type = \"striped\" stripe_size = 8 stripes = [\"pv0\", 0, \"pv1\", 0]"),
            segment(0, 4, "type = \"striped\" stripe_size = 0 stripes = [\"pv0\", 0, \"pv1\", 0]"),
            segment(0, 4, "type = \"striped\" stripes = [ ]"))) {
      first.text(group(1, volume("bad", bad) + LINEAR), 512);
      LvmReader.Result result = read(first.at(0), second.at(0));
      LogicalVolume volume = result.volumes().getFirst();
      assertThat(volume.name()).isEqualTo("vg/bad");
      assertThat(volume.map()).as(bad).isNull();
      assertThat(result.volumes().get(1).map()).isNotNull();
    }
  }

  @Test
  void damageIsReported() throws IOException {
    first.text(group(1, LINEAR), 512);
    for (int at :
        new int[] {512, 530, 600, TestPv.AREA + 30, TestPv.AREA + 41, TestPv.AREA + 700}) {
      byte[] before = first.bytes.clone();
      first.bytes[at] ^= 1;
      LvmReader.Result result = read(first.at(0), second.at(0));
      assertThat(result.volumes()).isEmpty();
      assertThat(result.volumeProblems().getFirst()).isNotNull();
      System.arraycopy(before, 0, first.bytes, 0, before.length);
    }
  }

  @Test
  void textsWithoutSenseAreSurvived() throws IOException {
    first.text(group(1, LINEAR + STRIPED), 512);
    long seed = Long.getLong("intarsia.seed", System.nanoTime());
    System.out.println("intarsia.seed=" + seed);
    Random random = new Random(seed);
    byte[] text = group(1, LINEAR + STRIPED).getBytes(StandardCharsets.US_ASCII);
    byte[] signs = "{}[]\"=,#0919 \n".getBytes(StandardCharsets.US_ASCII);
    for (int round = 0; round < 3_000; round++) {
      byte[] damaged = text.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        damaged[random.nextInt(damaged.length)] = signs[random.nextInt(signs.length)];
      }
      check(damaged);
    }
    check("a = [".repeat(900).getBytes(StandardCharsets.US_ASCII));
    check("a {".repeat(900).getBytes(StandardCharsets.US_ASCII));
  }

  /** Whatever a text says, volumes lie inside their physical volumes. */
  @FuzzTest(maxDuration = "3h")
  void volumesLieInside(byte[] text) throws IOException {
    check(Arrays.copyOf(text, Math.min(text.length, TestPv.AREA_BYTES - 600)));
  }

  private void check(byte[] text) throws IOException {
    first.text(new String(text, StandardCharsets.ISO_8859_1), 512);
    ByteSource space = new MemorySource("space", first.bytes);
    for (LogicalVolume volume : read(first.at(0)).volumes()) {
      VolumeMap map = volume.map();
      if (map != null) {
        VolumeSource.open(space, volume.name(), map).close();
      }
    }
  }
}
