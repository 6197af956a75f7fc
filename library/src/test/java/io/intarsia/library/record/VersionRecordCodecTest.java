package io.intarsia.library.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.intarsia.catalog.CatalogChange;
import io.intarsia.catalog.VersionFileSystem;
import io.intarsia.catalog.VersionId;
import io.intarsia.catalog.VersionSizes;
import io.intarsia.library.fixture.Damage;
import io.intarsia.library.fixture.Seeded;
import io.intarsia.store.error.InvalidObjectException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VersionRecordCodecTest {
  private VersionRecord random(Random random) {
    CatalogChange change =
        switch (random.nextInt(6)) {
          case 0 ->
              new CatalogChange.VersionAdded(
                  id(random),
                  text(random),
                  text(random),
                  Seeded.bytes(random, 32),
                  Instant.ofEpochMilli(random.nextLong(1L << 47)),
                  optional(random),
                  random.nextBoolean() ? null : id(random),
                  sizes(random),
                  text(random),
                  fileSystems(random));
          case 1 ->
              new CatalogChange.VersionReplaced(
                  id(random), Seeded.bytes(random, 32), sizes(random), fileSystems(random));
          case 2 ->
              new CatalogChange.VersionRemoved(
                  id(random), Instant.ofEpochMilli(random.nextLong(1L << 47)));
          case 3 -> new CatalogChange.ImageRenamed(1 + random.nextInt(99), text(random));
          case 4 ->
              new CatalogChange.DefaultSet(
                  1 + random.nextInt(99), random.nextBoolean() ? null : 1L + random.nextInt(99));
          default -> new CatalogChange.ImageLocked(1 + random.nextInt(99), random.nextBoolean());
        };
    List<Dropped> dropped = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      dropped.add(new Dropped(text(random), text(random), random.nextLong(Long.MAX_VALUE)));
    }
    return new VersionRecord(
        change,
        List.of(text(random), ""),
        List.of(text(random)),
        random.nextLong(Long.MAX_VALUE),
        dropped);
  }

  private static VersionId id(Random random) {
    return new VersionId(1 + random.nextLong(1L << 40), 1 + random.nextLong(1L << 40));
  }

  private static VersionSizes sizes(Random random) {
    return new VersionSizes(
        random.nextLong(Long.MAX_VALUE),
        random.nextInt(1000),
        random.nextLong(1L << 40),
        random.nextLong(1L << 40),
        random.nextLong(1L << 40),
        random.nextLong(1L << 40));
  }

  private static List<VersionFileSystem> fileSystems(Random random) {
    List<VersionFileSystem> fileSystems = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      fileSystems.add(
          new VersionFileSystem(i, "p" + i, "ext4", optional(random), random.nextInt(1 << 30)));
    }
    return fileSystems;
  }

  private static String text(Random random) {
    return new String(Character.toChars(0x61 + random.nextInt(9999))).repeat(random.nextInt(4) + 1);
  }

  private static @Nullable String optional(Random random) {
    return random.nextBoolean() ? null : text(random);
  }

  @Test
  void recordsComeBack() throws IOException {
    Random random = Seeded.random();
    for (int round = 0; round < 1000; round++) {
      VersionRecord record = random(random);
      byte[] encoded = VersionRecordCodec.encode(record);
      VersionRecord back = VersionRecordCodec.decode(encoded);
      assertThat(back.change().getClass()).isEqualTo(record.change().getClass());
      assertThat(VersionRecordCodec.encode(back)).isEqualTo(encoded);
      if (round < 30) {
        assertThat(back).usingRecursiveComparison().isEqualTo(record);
        Damage.survive(encoded, random, VersionRecordCodec::decode);
      }
    }
  }

  @Test
  void bytesTooManyAreRefused() {
    byte[] encoded = VersionRecordCodec.encode(random(new Random(5)));
    assertThatThrownBy(() -> VersionRecordCodec.decode(Arrays.copyOf(encoded, encoded.length + 1)))
        .isInstanceOf(InvalidObjectException.class);
  }

  @Test
  void theEncodingIsPinned() {
    VersionRecord renamed = VersionRecord.of(new CatalogChange.ImageRenamed(300, "web"));
    VersionRecord removed =
        new VersionRecord(
            new CatalogChange.VersionRemoved(new VersionId(1, 2), Instant.ofEpochMilli(128)),
            List.of("x"),
            List.of("n"),
            5,
            List.of(new Dropped("swap", "p2", 4)));
    assertThat(HexFormat.of().formatHex(VersionRecordCodec.encode(renamed)))
        .isEqualTo("04" + "ac02" + "03776562" + "00" + "00" + "00" + "00");
    assertThat(HexFormat.of().formatHex(VersionRecordCodec.encode(removed)))
        .isEqualTo(
            "03"
                + "0102"
                + "8001"
                + "010178"
                + "01016e"
                + "05"
                + "01"
                + "0473776170"
                + "027032"
                + "04");
  }

  @FuzzTest(maxDuration = "3h")
  void anyBytes(byte[] bytes) throws IOException {
    Damage.decode(bytes, VersionRecordCodec::decode);
  }
}
