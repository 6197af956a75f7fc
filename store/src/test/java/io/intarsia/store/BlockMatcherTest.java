package io.intarsia.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.CondemnedException;
import io.intarsia.store.frame.Anchor;
import io.intarsia.store.index.IndexSegment;
import io.intarsia.store.maintenance.Gc;
import io.intarsia.store.maintenance.RebuildIndex;
import io.intarsia.store.match.BlockMatch;
import io.intarsia.store.match.BlockMatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockMatcherTest {
  private static final int CHUNK = 32 << 10;
  private static final StoreOptions OPTIONS = new StoreOptions(CHUNK, 4 * CHUNK, 64 * CHUNK, 1);

  @TempDir Path temporary;
  private Path directory = Path.of("");

  @BeforeEach
  void chooseDirectory() {
    directory = temporary.resolve("store");
  }

  private static byte[] randomBytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static void put(Inserter inserter, byte[] bytes, int chunkLength) throws IOException {
    for (int at = 0; at < bytes.length; at += chunkLength) {
      int length = Math.min(chunkLength, bytes.length - at);
      inserter.putChunk(Fingerprint.ofChunk(bytes, at, length), bytes, at, length);
    }
  }

  private void create(StoreOptions options, byte[] bytes, int chunkLength) throws IOException {
    try (Store store = Store.create(directory, options);
        Inserter inserter = store.inserter()) {
      put(inserter, bytes, chunkLength);
      inserter.seal();
    }
  }

  private static void assertIs(Store store, BlockMatch match, byte[] bytes, int at)
      throws IOException {
    byte[] block = new byte[Anchor.BLOCK];
    store.reader().readChunk(match.chunk(), match.from(), block, 0, match.length());
    assertThat(block).isEqualTo(Arrays.copyOfRange(bytes, at, at + Anchor.BLOCK));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void blocksOfShiftedDataAreFoundFromTheFirstAnchorOn(long seed) throws IOException {
    Random random = new Random(seed);
    byte[] stored = randomBytes(random, 19 * CHUNK + 700);
    create(OPTIONS, stored, CHUNK);
    try (Store store = Store.open(directory, Access.WRITE);
        Inserter inserter = store.inserter()) {
      BlockMatcher matcher = inserter.matcher();
      assertThat(matcher.isUseful()).isTrue();
      int shift = 1 + random.nextInt(7);
      byte[] shifted = new byte[21 * CHUNK];
      System.arraycopy(
          stored, shift * Anchor.BLOCK, shifted, 0, stored.length - shift * Anchor.BLOCK);
      int end = stored.length - shift * Anchor.BLOCK;
      for (int at = 0; at < end; at += Anchor.BLOCK) {
        BlockMatch match = matcher.find(shifted, at);
        if (match == null) {
          assertThat(at).isLessThan(CHUNK - shift * Anchor.BLOCK);
        } else {
          assertIs(store, match, shifted, at);
        }
      }
      assertThat(matcher.loadedFrames()).isEqualTo(5);
    }
  }

  @Test
  void endsOfChunksAreFoundBeforeZeros() throws IOException {
    byte[] stored = randomBytes(new Random(4), 5000);
    create(OPTIONS, stored, CHUNK);
    byte[] padded = Arrays.copyOf(stored, 2 * Anchor.BLOCK);
    try (Store store = Store.open(directory, Access.WRITE);
        Inserter inserter = store.inserter()) {
      BlockMatcher matcher = inserter.matcher();
      Fingerprint chunk = Fingerprint.ofChunk(stored, 0, stored.length);
      assertThat(matcher.find(padded, 0)).isEqualTo(new BlockMatch(chunk, 0, Anchor.BLOCK));
      assertThat(matcher.find(padded, Anchor.BLOCK))
          .isEqualTo(new BlockMatch(chunk, Anchor.BLOCK, 5000 - Anchor.BLOCK));
      padded[6000] = 1;
      assertThat(matcher.find(padded, Anchor.BLOCK)).isNull();
    }
  }

  @Test
  void nothingIsLookedForInAStoreWithoutAnchors() throws IOException {
    create(Samples.SMALL, randomBytes(new Random(5), 100_000), 4000);
    try (Store store = Store.open(directory, Access.WRITE);
        Inserter inserter = store.inserter()) {
      assertThat(inserter.matcher().isUseful()).isFalse();
    }
  }

  @Test
  void unknownDataLoadsNoFrame() throws IOException {
    Random random = new Random(6);
    create(OPTIONS, randomBytes(random, 20 * CHUNK), CHUNK);
    try (Store store = Store.open(directory, Access.WRITE);
        Inserter inserter = store.inserter()) {
      BlockMatcher matcher = inserter.matcher();
      byte[] other = randomBytes(random, 50 * CHUNK);
      for (int at = 0; at < other.length; at += Anchor.BLOCK) {
        assertThat(matcher.find(other, at)).isNull();
      }
      assertThat(matcher.loadedFrames()).isZero();
    }
  }

  @Test
  void dataThatTouchesEachFrameOnceLoadsFewOfThem() throws IOException {
    int frames = 1000;
    byte[] stored = randomBytes(new Random(7), frames * 4 * Anchor.BLOCK);
    create(new StoreOptions(Anchor.BLOCK, 4 * Anchor.BLOCK, 1 << 20, 1), stored, Anchor.BLOCK);
    try (Store store = Store.open(directory, Access.WRITE);
        Inserter inserter = store.inserter()) {
      BlockMatcher matcher = inserter.matcher();
      for (int frame = 0; frame < frames; frame++) {
        matcher.find(stored, frame * 4 * Anchor.BLOCK);
      }
      assertThat(matcher.loadedFrames()).isBetween(64L, 220L);
      assertThat(matcher.matchedBlocks()).isEqualTo(matcher.loadedFrames());
    }
  }

  @Test
  void whatCannotBeReadIsNotFound() throws IOException {
    byte[] stored = randomBytes(new Random(8), 8 * CHUNK);
    create(OPTIONS, stored, CHUNK);
    try (var files = Files.walk(directory.resolve("packs"))) {
      Path pack = files.filter(Files::isRegularFile).findFirst().orElseThrow();
      byte[] bytes = Files.readAllBytes(pack);
      bytes[100] ^= 1;
      Files.write(pack, bytes);
    }
    try (Store store = Store.open(directory, Access.WRITE);
        Inserter inserter = store.inserter()) {
      BlockMatcher matcher = inserter.matcher();
      assertThat(matcher.find(stored, 0)).isNull();
      assertThat(matcher.find(stored, 4 * CHUNK)).isNotNull();
      assertThat(matcher.find(stored, 0)).isNull();
      assertThat(matcher.loadedFrames()).isEqualTo(2);
    }
  }

  @Test
  void aCheckInThatUsesWhatGcCondemnsFailsAndTheNextDoesNotFindIt() throws IOException {
    byte[] stored = randomBytes(new Random(9), 8 * CHUNK);
    create(OPTIONS, stored, CHUNK);
    ModelLibrary nothing = new ModelLibrary(1);
    try (Store store = Store.open(directory, Access.WRITE);
        Inserter inserter = store.inserter()) {
      BlockMatch match = Objects.requireNonNull(inserter.matcher().find(stored, CHUNK));
      assertThat(inserter.reference(match.chunk())).isTrue();
      try (Store collecting = Store.open(directory, Access.WRITE)) {
        Gc.run(collecting, nothing, false);
      }
      inserter.putObject(Samples.object('B', List.of(), List.of(match.chunk())));
      assertThatThrownBy(inserter::seal).isInstanceOf(CondemnedException.class);
      assertIs(store, match, stored, CHUNK);
      try (Store next = Store.open(directory, Access.WRITE);
          Inserter again = next.inserter()) {
        assertThat(again.matcher().find(stored, CHUNK)).isNull();
      }
    }
  }

  @Test
  void aRebuiltIndexHasTheSameAnchors() throws IOException {
    create(OPTIONS, randomBytes(new Random(10), 40 * CHUNK + 5000), CHUNK);
    List<String> before = anchors();
    assertThat(before).hasSize(41);
    RebuildIndex.run(directory);
    assertThat(anchors()).isEqualTo(before);
  }

  private List<String> anchors() throws IOException {
    Map<Long, FrameId> found = new TreeMap<>();
    try (Store store = Store.open(directory, Access.READ)) {
      for (IndexSegment segment : store.parts().index().view().segments()) {
        for (int i = 0; i < segment.anchors().count(); i++) {
          FrameId frame = segment.frame(segment.anchors().frameOrdinal(i));
          found.put(segment.anchors().kept(i), frame);
        }
      }
    }
    List<String> lines = new ArrayList<>();
    found.forEach((anchor, frame) -> lines.add(anchor + " " + frame));
    return lines;
  }
}
