package io.intarsia.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.store.blob.DirectoryBlobs;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.CondemnedException;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.MissingChunkException;
import io.intarsia.store.index.Index;
import io.intarsia.store.index.IndexSegment;
import io.intarsia.store.index.SegmentMerger;
import io.intarsia.store.index.SegmentNames;
import io.intarsia.store.index.SegmentPack;
import io.intarsia.store.maintenance.Gc;
import io.intarsia.store.maintenance.GcResult;
import io.intarsia.store.maintenance.RebuildIndex;
import io.intarsia.store.maintenance.Restoration;
import io.intarsia.store.maintenance.RootsSource;
import io.intarsia.store.maintenance.Verify;
import io.intarsia.store.maintenance.VerifyOptions;
import io.intarsia.store.maintenance.VerifyResult;
import io.intarsia.store.pack.PackLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chunks that are compressed after others that they resemble. */
class DependentFramesTest {
  private static final int COUNT = 40;
  private static final long RUN = 1 << 20;

  @TempDir Path temporary;
  private Path directory = Path.of("");
  private final Random random = new Random(5);
  private final List<byte[]> first = new ArrayList<>();
  private final List<byte[]> second = new ArrayList<>();
  private final List<byte[]> third = new ArrayList<>();
  private final Map<Fingerprint, List<byte[]>> versions = new LinkedHashMap<>();

  @BeforeEach
  void makeVersions() {
    directory = temporary.resolve("store");
    for (int i = 0; i < COUNT; i++) {
      byte[] bytes = new byte[4096];
      random.nextBytes(bytes);
      first.add(bytes);
      second.add(Samples.like(bytes, random));
      third.add(Samples.like(second.getLast(), random));
    }
  }

  private Store open() throws IOException {
    return Store.open(directory, Access.WRITE);
  }

  private RootsSource.Roots roots() {
    return new RootsSource.Roots(List.copyOf(versions.keySet()), 0);
  }

  private GcResult gc() throws IOException {
    try (Store store = open()) {
      return Gc.run(store, this::roots, false);
    }
  }

  private Fingerprint put(Inserter inserter, List<byte[]> chunks, List<byte[]> like)
      throws IOException {
    List<Fingerprint> names = new ArrayList<>();
    for (int i = 0; i < chunks.size(); i++) {
      byte[] bytes = chunks.get(i);
      Fingerprint resembled = Samples.fingerprint(like.get(i));
      names.add(Samples.fingerprint(bytes));
      inserter.putChunk(
          names.getLast(), bytes, 0, bytes.length, () -> new Resembled(resembled, RUN));
    }
    return inserter.putObject(Samples.object('F', List.of(), names));
  }

  /** Returns the stored bytes that were added. */
  private long checkIn(List<byte[]> chunks, List<byte[]> like) throws IOException {
    try (Store store = open();
        Inserter inserter = store.inserter()) {
      Fingerprint root = put(inserter, chunks, like);
      inserter.seal();
      store.commit(inserter, records -> versions.put(root, chunks));
      return inserter.counts().storedBytes();
    }
  }

  private void fill() throws IOException {
    Store.create(directory, Samples.SMALL).close();
    fillInto();
  }

  private void fillInto() throws IOException {
    checkIn(first, first);
    checkIn(second, first);
  }

  private void removeFirst() {
    versions.remove(versions.keySet().iterator().next());
  }

  private void checkAll() throws IOException {
    try (Store store = Store.open(directory, Access.READ)) {
      for (List<byte[]> chunks : versions.values()) {
        for (byte[] chunk : chunks) {
          assertThat(store.reader().readChunk(Samples.fingerprint(chunk))).isEqualTo(chunk);
        }
      }
    }
  }

  private VerifyResult verify(VerifyOptions options) throws IOException {
    return Verify.run(directory, options, (done, of) -> {});
  }

  private long packBytes() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("packs"))) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  /** Damages the frames of the first version's chunks. */
  private void damageBases() throws IOException {
    for (Path pack : packsOf(first)) {
      flip(pack, 3);
    }
  }

  private static void flip(Path file, int part) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / part] ^= 1;
    Files.write(file, bytes);
  }

  private Set<Path> packsOf(List<byte[]> chunks) throws IOException {
    try (Store store = Store.open(directory, Access.READ)) {
      Set<Path> packs = new TreeSet<>();
      for (byte[] chunk : chunks) {
        Place place = store.reader().locate(Samples.fingerprint(chunk));
        assertThat(place).isNotNull();
        packs.add(directory.resolve(PackLayout.key(Objects.requireNonNull(place).frame().pack())));
      }
      return packs;
    }
  }

  @Test
  void whatResemblesStoredChunksTakesLittle() throws IOException {
    Store.create(directory, Samples.SMALL).close();
    assertThat(checkIn(first, first)).isGreaterThan(COUNT * 4096);
    assertThat(checkIn(second, first)).isLessThan(COUNT * 4096 / 4);
    checkAll();
    assertThat(verify(VerifyOptions.full()).damaged()).isEmpty();
  }

  @Test
  void nothingIsReadThroughTwoOthers() throws IOException {
    fill();
    // what the second version was compressed after serves the third one too
    assertThat(checkIn(third, second)).isLessThan(COUNT * 4096 / 4);
    Set<Path> packs = packsOf(third);
    for (Path pack : packsOf(second)) {
      assertThat(packs).doesNotContain(pack);
      flip(pack, 3);
    }
    versions.values().remove(second);
    checkAll();
  }

  private List<byte[]> unlike() {
    List<byte[]> chunks = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      byte[] bytes = new byte[4096];
      random.nextBytes(bytes);
      chunks.add(bytes);
    }
    return chunks;
  }

  private Set<Byte> kindsOfPacksOf(List<byte[]> chunks) throws IOException {
    Set<Byte> kinds = new TreeSet<>();
    for (Path pack : packsOf(chunks)) {
      kinds.add(Files.readAllBytes(pack)[10]);
    }
    return kinds;
  }

  @Test
  void whatProvesToBeUnlikeItsBasesLiesAmongPlainChunks() throws IOException {
    fill();
    List<byte[]> unlike = unlike();
    checkIn(unlike, first);
    assertThat(kindsOfPacksOf(second)).containsExactly(PackLayout.DEPENDENT);
    assertThat(kindsOfPacksOf(unlike)).containsExactly(PackLayout.CHUNKS);
    // and is built upon in its turn, whatever goes before it
    List<byte[]> next = unlike.stream().map(bytes -> Samples.like(bytes, random)).toList();
    assertThat(checkIn(next, unlike)).isLessThan(COUNT * 4096 / 4);
    removeFirst();
    removeFirst();
    removeFirst();
    gc();
    gc();
    checkAll();
    assertThat(verify(VerifyOptions.full()).damaged()).isEmpty();
  }

  @Test
  void unknownAndDamagedResemblancesDoNoHarm() throws IOException {
    Store.create(directory, Samples.SMALL).close();
    checkIn(second, first);
    checkIn(first, first);
    damageBases();
    checkIn(third, first);
    versions.values().remove(first);
    checkAll();
  }

  @Test
  void whatIsBuiltUponOutlivesItsVersionOnlyForAWhile() throws IOException {
    fill();
    removeFirst();
    GcResult result = gc();
    checkAll();
    assertThat(result.rewrittenPacks()).isPositive();
    assertThat(packBytes()).isLessThan(COUNT * 4096 * 11 / 10);
    assertThat(verify(VerifyOptions.full()).damaged()).isEmpty();
    versions.clear();
    gc();
    assertThat(packBytes()).isZero();
  }

  @Test
  void aDryRunChangesNothing() throws IOException {
    fill();
    removeFirst();
    long before = packBytes();
    try (Store store = open()) {
      Gc.run(store, this::roots, true);
    }
    assertThat(packBytes()).isEqualTo(before);
    checkAll();
  }

  @Test
  void smallPacksAreBroughtTogetherAsTheyAre() throws IOException {
    Store.create(directory, Samples.SMALL).close();
    checkIn(first, first);
    for (int i = 0; i < COUNT; i++) {
      checkIn(List.of(second.get(i)), List.of(first.get(i)));
    }
    long before = packBytes();
    assertThat(gc().rewrittenPacks()).isGreaterThan(COUNT);
    assertThat(packBytes()).isLessThan(before);
    checkAll();
    assertThat(gc().rewrittenPacks()).isZero();
  }

  /** A check-in that ends when gc has condemned what it built on. */
  private void leaveBehind() throws IOException {
    Store.create(directory, Samples.SMALL).close();
    checkIn(first, first);
    try (Store store = open();
        Inserter inserter = store.inserter()) {
      put(inserter, second, first);
      removeFirst();
      gc();
      assertThatThrownBy(inserter::seal).isInstanceOf(CondemnedException.class);
    }
  }

  @Test
  void aCheckInWhoseBasesGcCondemnedRunsAgain() throws IOException {
    leaveBehind();
    checkIn(second, first);
    gc();
    checkAll();
    assertThat(verify(VerifyOptions.full()).damaged()).isEmpty();
  }

  @Test
  void whatACheckInLeftBehindIsNoDamageThoughItsBasesAreGone() throws IOException {
    leaveBehind();
    RebuildIndex.run(directory);
    assertThat(verify(VerifyOptions.full()).damaged())
        .isNotEmpty()
        .allMatch(VerifyResult.Damage::isLeftBehind);
    gc();
    assertThat(verify(VerifyOptions.full()).damaged()).isEmpty();
  }

  @Test
  void aNewPackKeepsItsBasesThoughNoVersionNeedsItYet() throws IOException {
    Store.create(directory, Samples.SMALL).close();
    checkIn(first, first);
    try (Store store = open();
        Inserter inserter = store.inserter()) {
      Fingerprint root = put(inserter, second, first);
      inserter.seal();
      versions.clear();
      try (Store other = open()) {
        Gc.run(other, this::roots, false);
      }
      try (Store third = open();
          Inserter known = third.inserter()) {
        // what another check-in has found meanwhile
        Fingerprint same = put(known, second, first);
        assertThat(same).isEqualTo(root);
        known.seal();
        third.commit(known, records -> versions.put(same, second));
      } catch (CondemnedException e) {
        checkIn(second, first);
      }
    }
    gc();
    checkAll();
    assertThat(verify(VerifyOptions.full()).damaged()).isEmpty();
  }

  @Test
  void damageOfWhatIsBuiltUponIsDamageOfWhatBuildsOnIt() throws IOException {
    fill();
    damageBases();
    Set<Fingerprint> lost = lost(verify(VerifyOptions.full()));
    long builtUpon = second.stream().map(Samples::fingerprint).filter(lost::contains).count();
    assertThat(builtUpon).isPositive();
    assertThatThrownBy(this::checkAll).isInstanceOf(DamagedException.class);
  }

  @Test
  void aVerificationThatGoesOnSaysItOfPacksThatItDoesNotReadAgain() throws IOException {
    fill();
    assertThat(packsOf(second)).isNotEmpty();
    VerifyOptions all = new VerifyOptions(100, 1);
    try {
      long[] seen = {0};
      Verify.run(
          directory,
          all,
          (done, of) -> {
            if (done > of - 100 && seen[0]++ == 0) {
              throw new IllegalStateException("enough");
            }
          });
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("enough");
    }
    damageBases();
    Set<Fingerprint> resumed = lost(verify(all.resuming()));
    assertThat(resumed).isEqualTo(lost(verify(all)));
  }

  private static Set<Fingerprint> lost(VerifyResult result) {
    return result.damaged().stream()
        .flatMap(damage -> damage.lost().stream())
        .collect(Collectors.toSet());
  }

  @Test
  void gcLeavesThemWhereAFileOfTheIndexIsLost() throws IOException {
    fill();
    List<Path> segments;
    try (Stream<Path> index = Files.list(directory.resolve("index"))) {
      segments = index.toList();
    }
    assertThat(segments).hasSize(2);
    for (Path segment : segments) {
      Path elsewhere = Files.move(segment, directory.resolveSibling("segment"));
      try {
        gc();
      } catch (MissingChunkException e) {
        assertThat(e).hasMessageContaining("intarsia verify");
      }
      Files.move(elsewhere, segment);
      checkAll();
    }
  }

  /** As when a file of the index is lost that named nothing but packs of theirs. */
  @Test
  void gcLeavesThemWhereTheIndexKnowsOnlyThoseWhoNeedThem() throws IOException {
    fill();
    DirectoryBlobs blobs = new DirectoryBlobs(directory, "test");
    for (IndexSegment segment : new Index(blobs).refresh().segments()) {
      Set<PackId> theirs =
          segment.packs().stream()
              .filter(pack -> pack.kind() == PackLayout.DEPENDENT)
              .map(SegmentPack::id)
              .collect(Collectors.toSet());
      if (!theirs.isEmpty()) {
        String rest = new SegmentNames(1).next();
        assertThat(SegmentMerger.merge(blobs, rest, List.of(segment), theirs)).isPositive();
        blobs.delete(segment.key());
      }
    }
    gc();
    checkAll();
    RebuildIndex.run(directory);
    gc();
    checkAll();
    assertThat(verify(VerifyOptions.full()).damaged()).isEmpty();
  }

  @Test
  void theIndexMadeAnewKnowsThem() throws IOException {
    fill();
    RebuildIndex.run(directory);
    checkAll();
    assertThat(checkIn(second, first)).isLessThan(4096);
    assertThat(verify(VerifyOptions.full()).damaged()).isEmpty();
  }

  @Test
  void nobodyBuildsOnWhatTheIndexMadeAnewFindsIncomplete() throws IOException {
    fill();
    for (Path pack : packsOf(first)) {
      Files.delete(pack);
    }
    RebuildIndex.run(directory);
    removeFirst();
    assertThat(checkIn(second, second)).isGreaterThan(COUNT * 4096);
    checkAll();
  }

  private Set<PackId> damagedPacks() throws IOException {
    return verify(VerifyOptions.full()).damaged().stream()
        .map(damage -> PackLayout.id(damage.file()))
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  /** Returns what stays lost. */
  private Set<Fingerprint> repair(List<byte[]> source) throws IOException {
    Set<PackId> damaged = damagedPacks();
    Set<Fingerprint> lost = lost(verify(VerifyOptions.full()));
    try (Store store = open();
        Restoration restoration = Restoration.begin(store, damaged)) {
      restoration.salvage();
      lost.removeIf(restoration::has);
      Set<Fingerprint> missing = restoration.missingBases(lost);
      for (byte[] chunk : source) {
        Fingerprint fingerprint = Samples.fingerprint(chunk);
        if (lost.contains(fingerprint) || missing.contains(fingerprint)) {
          restoration.putChunk(fingerprint, chunk, 0, chunk.length);
        }
      }
      restoration.salvageDependents();
      lost.removeIf(restoration::has);
      restoration.finish(lost.isEmpty());
    }
    return lost;
  }

  @Test
  void whatIsBuiltUponIsFoundAgainAndWithItWhatBuildsOnIt() throws IOException {
    fill();
    damageBases();
    assertThat(repair(first)).isEmpty();
    checkAll();
    gc();
    checkAll();
    assertThat(verify(VerifyOptions.full()).damaged()).isEmpty();
  }

  @Test
  void repairLeavesCopiesThatNeedNoOthersToThoseWhoBuildOnThem() throws IOException {
    Store.create(directory, Samples.SMALL).close();
    List<byte[]> before = first.stream().map(bytes -> Samples.like(bytes, random)).toList();
    checkIn(before, before);
    fillInto();
    Set<PackId> packs = new HashSet<>();
    for (Path pack : packsOf(first)) {
      packs.add(Objects.requireNonNull(PackLayout.id(directory.relativize(pack).toString())));
    }
    try (Store store = open()) {
      Restoration.begin(store, packs).close(); // it was killed
    }
    List<byte[]> again = new ArrayList<>(first);
    again.addAll(before);
    List<byte[]> like = new ArrayList<>(before);
    like.addAll(before);
    checkIn(again, like);
    assertThat(kindsOfPacksOf(first)).containsExactly(PackLayout.DEPENDENT);
    for (PackId pack : packs) {
      flip(directory.resolve(PackLayout.key(pack)), 3);
    }
    assertThat(repair(List.of())).isEmpty();
    gc();
    gc();
    checkAll();
    assertThat(verify(VerifyOptions.full()).damaged()).isEmpty();
  }

  @Test
  void whatIsStoredAnewIsReadThoughWhatCannotBeReadIsKept() throws IOException {
    fill();
    damageBases();
    assertThat(repair(List.of())).isNotEmpty();
    checkIn(first, first);
    checkIn(second, second);
    checkAll();
  }

  @Test
  void whereTheTableOfContentsIsLostTooTheIndexTellsWhatBuildsOnWhat() throws IOException {
    fill();
    damageBases();
    for (Path pack : packsOf(second)) {
      byte[] bytes = Files.readAllBytes(pack);
      bytes[bytes.length - PackLayout.FOOTER_LENGTH - 5] ^= 1;
      Files.write(pack, bytes);
    }
    assertThat(repair(List.of())).isNotEmpty();
    gc();
    gc();
    assertThat(repair(first)).isEmpty();
    checkAll();
    assertThat(verify(VerifyOptions.full()).damaged()).isEmpty();
  }

  @Test
  void whatNobodyPublishedIsNotDamagedByTheLossOfItsBases() throws IOException {
    Store.create(directory, Samples.SMALL).close();
    checkIn(first, first);
    try (Store store = open();
        Inserter inserter = store.inserter()) {
      put(inserter, second, first);
      inserter.sealChunks();
      removeFirst();
      gc();
    }
    try (Store store = open()) {
      assertThat(Gc.runIfDead(store, this::roots, 0.999)).isNull();
    }
    assertThat(packBytes()).isPositive();
    assertThat(verify(VerifyOptions.full()).damaged()).isEmpty();
  }

  @Test
  void whatCannotBeReadTodayIsKeptForTheDayOnWhichItCan() throws IOException {
    fill();
    damageBases();
    assertThat(repair(List.of())).isNotEmpty();
    gc();
    gc();
    // a check-in that has it stores it anew, and nobody takes what cannot be read for known
    assertThat(lost(verify(VerifyOptions.full()))).isNotEmpty();
    assertThat(repair(first)).isEmpty();
    checkAll();
    assertThat(verify(VerifyOptions.full()).damaged()).isEmpty();
  }
}
