package io.intarsia.store.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.intarsia.store.FrameId;
import io.intarsia.store.PackId;
import io.intarsia.store.Place;
import io.intarsia.store.blob.Blobs;
import io.intarsia.store.blob.MemoryBlobs;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.pack.PackLayout;
import io.intarsia.store.session.Condemned;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexTest {
  private static final long SEED = 8;

  private final MemoryBlobs blobs = new MemoryBlobs();
  private final Random random = new Random(SEED);

  private static PackId pack(int number) {
    return new PackId(1, number);
  }

  /** A segment of one pack, in which chunk i has length i + 1. */
  private void write(String key, int packNumber, List<Fingerprint> fingerprints)
      throws IOException {
    PendingIndex pending = new PendingIndex();
    int pack = pending.addPack(pack(packNumber), PackLayout.CHUNKS);
    pending.sealedPack(pack, 1000);
    int at = 0;
    int frame = -1;
    for (int i = 0; i < fingerprints.size(); i++) {
      if (i % 10 == 0) {
        frame = pending.addFrame();
        pending.placeFrame(frame, pack, 32 + i, 7, 1 << 20, PackLayout.ZSTD, i);
        at = 0;
      }
      pending.add(fingerprints.get(i), frame, at, i + 1);
      pending.addAnchor(i % 3 == 0 ? 0 : fingerprints.get(i).word(3), frame);
      at += i + 1;
    }
    pending.write(blobs, key, true);
  }

  private List<Fingerprint> randoms(int count) {
    return random
        .longs(count)
        .mapToObj(word -> Fingerprint.ofWords(word, word * 3, word * 5, word * 7))
        .toList();
  }

  private IndexView view() throws IOException {
    return new Index(blobs).refresh();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 91, 92, 93, 184, 185, 5000})
  void whatWasAddedIsFoundAndNothingElse(int count) throws IOException {
    List<Fingerprint> fingerprints = randoms(count);
    write("index/a.idx", 1, fingerprints);
    IndexView view = view();
    view.segments().getFirst().checkAll();
    for (int i = 0; i < count; i++) {
      Place place = Objects.requireNonNull(view.locate(fingerprints.get(i)));
      assertThat(place.length()).isEqualTo(i + 1);
      assertThat(place.frame().offset()).isEqualTo(32 + i / 10 * 10);
      assertThat(place.frame().pack()).isEqualTo(pack(1));
    }
    for (Fingerprint other : randoms(1000)) {
      assertThat(view.locate(other)).isNull();
    }
    for (long edge : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertThat(view.locate(Fingerprint.ofWords(edge, edge, edge, edge))).isNull();
    }
  }

  @Test
  void theFilterAnswersAlmostAlwaysAndLeadsToOnePage() throws IOException {
    List<Fingerprint> fingerprints = randoms(2 * IndexLayout.ENTRIES_PER_GROUP + 1000);
    write("index/a.idx", 1, fingerprints);
    Index index = new Index(blobs);
    IndexView view = index.refresh();
    view.segments().getFirst().checkAll();
    for (Fingerprint fingerprint : fingerprints) {
      assertThat(view.livePack(fingerprint)).isEqualTo(pack(1));
    }
    assertThat(index.counts().lookUps()).isEqualTo(fingerprints.size());
    assertThat(index.counts().entryPages())
        .isBetween((long) fingerprints.size(), fingerprints.size() * 1001L / 1000);
    long before = index.counts().entryPages();
    for (Fingerprint other : randoms(100_000)) {
      assertThat(view.livePack(other)).isNull();
    }
    assertThat(index.counts().entryPages() - before).isLessThan(100);
  }

  @Test
  void copiesThatStraddleGroupsAreAllFound() throws IOException {
    Fingerprint one = Fingerprint.ofWords(-5, 1, 2, 3);
    List<Fingerprint> low =
        random
            .longs(IndexLayout.ENTRIES_PER_GROUP - 2)
            .mapToObj(word -> Fingerprint.ofWords(word >>> 1, word, word, word))
            .toList();
    write("index/1.idx", 1, Stream.concat(low.stream(), Stream.of(one)).toList());
    for (int i = 2; i < 6; i++) {
      write("index/" + i + ".idx", i, List.of(one));
    }
    SegmentMerger.merge(blobs, "index/m.idx", view().segments(), Set.of());
    IndexSegment merged = IndexSegment.open(blobs, "index/m.idx");
    merged.checkAll();
    long first = merged.find(one);
    assertThat(first).isEqualTo(IndexLayout.ENTRIES_PER_GROUP - 2);
    int copies = 0;
    for (long entry = first; entry >= 0; entry = merged.nextSame(entry)) {
      copies++;
    }
    assertThat(copies).isEqualTo(5);
    assertThat(merged.find(Fingerprint.ofWords(-5, 1, 2, 4))).isNegative();
  }

  @Test
  void aDamagedFilterIsDamageAndNeverHidesAnything() throws IOException {
    List<Fingerprint> fingerprints = randoms(5000);
    write("index/a.idx", 1, fingerprints);
    byte[] sound = Blobs.readAll(blobs, "index/a.idx", 1 << 20);
    int firstFilterPage = (int) (1 + 1 + 4 + IndexLayout.pages(5000, IndexLayout.ENTRY_LENGTH));
    for (int page = firstFilterPage; page < firstFilterPage + GroupFilter.pages(5000); page++) {
      byte[] bytes = sound.clone();
      bytes[page * IndexLayout.PAGE_LENGTH + 2000] ^= 1;
      blobs.delete("index/a.idx");
      Blobs.write(blobs, "index/a.idx", bytes);
      IndexView view = view();
      int damaged = 0;
      for (Fingerprint fingerprint : fingerprints) {
        try {
          assertThat(view.locate(fingerprint)).isNotNull();
        } catch (DamagedException e) {
          damaged++;
        }
      }
      assertThat(damaged).isPositive();
      assertThatThrownBy(() -> view.segments().getFirst().checkAll())
          .isInstanceOf(DamagedException.class);
    }
  }

  @Test
  void levelsAreMergedWhenTheyHaveTooManySegments() throws IOException {
    for (int i = 0; i < 40; i++) {
      write("index/" + (100 + i) + ".idx", i, randoms(10));
      if (Compaction.isDue(view())) {
        Compaction.run(blobs, view(), new SegmentNames(i));
      }
      assertThat(view().segments()).hasSizeLessThan(Compaction.FAN);
    }
    assertThat(Index.covered(view())).hasSize(40);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 7, -1, Long.MAX_VALUE})
  void bucketsAndTagsFollowTheOrderOfWords(long range) {
    for (int entries : new int[] {1, 2, 9, 1000, IndexLayout.ENTRIES_PER_GROUP}) {
      int shift = GroupFilter.shift(5, 5 + range, entries);
      int last = GroupFilter.bucket(5 + range, 5, shift);
      assertThat(last).isBetween(0, GroupFilter.buckets(entries) - 1);
      assertThat(
              shift == 0
                  || range >>> (shift - 1) < 0
                  || range >>> (shift - 1) >= GroupFilter.buckets(entries))
          .isTrue();
      assertThat(GroupFilter.bucket(5, 5, shift) + GroupFilter.tag(5, 5, shift)).isZero();
    }
  }

  @Test
  void fingerprintsThatShareTheirBeginningAreTold() throws IOException {
    List<Fingerprint> similar =
        random.ints(2000).distinct().mapToObj(last -> Fingerprint.ofWords(7, 7, 7, last)).toList();
    write("index/a.idx", 1, similar);
    IndexView view = view();
    for (int i = 0; i < similar.size(); i++) {
      assertThat(view.locate(similar.get(i))).extracting(Place::length).isEqualTo(i + 1);
    }
  }

  @Test
  void aMergeDropsNothingAndKeepsEveryCopy() throws IOException {
    List<Fingerprint> shared = randoms(200);
    Map<Fingerprint, Integer> copies = new HashMap<>();
    for (int i = 0; i < 5; i++) {
      List<Fingerprint> own = randoms(100 * i);
      own.forEach(fingerprint -> copies.merge(fingerprint, 1, Integer::sum));
      shared.forEach(fingerprint -> copies.merge(fingerprint, 1, Integer::sum));
      write("index/" + i + ".idx", i, Stream.concat(own.stream(), shared.stream()).toList());
    }
    IndexView before = view();
    SegmentMerger.merge(blobs, "index/m.idx", before.segments(), Set.of());
    before.segments().forEach(segment -> blobs.delete(segment.key()));
    IndexView after = view();
    assertThat(after.segments()).hasSize(1);
    after.segments().getFirst().checkAll();
    for (Map.Entry<Fingerprint, Integer> entry : copies.entrySet()) {
      assertThat(after.places(entry.getKey()))
          .hasSize(entry.getValue())
          .containsExactlyInAnyOrderElementsOf(before.places(entry.getKey()));
    }
  }

  @Test
  void aMergeLeavesOutPacksAndTakesEachOnce() throws IOException {
    List<Fingerprint> one = randoms(100);
    List<Fingerprint> two = randoms(100);
    write("index/1.idx", 1, one);
    write("index/1b.idx", 1, one);
    write("index/2.idx", 2, two);
    SegmentMerger.merge(blobs, "index/m.idx", view().segments(), Set.of(pack(2)));
    IndexSegment merged = IndexSegment.open(blobs, "index/m.idx");
    merged.checkAll();
    assertThat(merged.entryCount()).isEqualTo(100);
    assertThat(merged.packs()).extracting(SegmentPack::id).containsExactly(pack(1));
    assertThat(SegmentMerger.merge(blobs, "index/n.idx", List.of(merged), Set.of(pack(1))))
        .isZero();
    assertThat(blobs.exists("index/n.idx")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 509, 510, 511, 1021, 5000})
  void anchorsLeadToTheirFrames(int count) throws IOException {
    List<Fingerprint> fingerprints = randoms(count);
    write("index/a.idx", 1, fingerprints);
    IndexView view = view();
    view.segments().getFirst().checkAll();
    assertThat(view.hasAnchors()).isEqualTo(count > 1);
    for (int i = 0; i < count; i++) {
      FrameId frame = view.anchored(fingerprints.get(i).word(3));
      assertThat(frame == null ? -1 : frame.offset()).isEqualTo(i % 3 == 0 ? -1 : 32 + i / 10 * 10);
    }
    for (Fingerprint other : randoms(1000)) {
      assertThat(view.anchored(other.word(3))).isNull();
    }
    for (long edge : new long[] {1, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertThat(view.anchored(edge)).isNull();
    }
  }

  @Test
  void anchorsOfOneValueAreFoundInLivePacksOnly() throws IOException {
    List<Fingerprint> same =
        random.longs(3000).mapToObj(word -> Fingerprint.ofWords(word, 1, 2, 77)).toList();
    write("index/1.idx", 1, same);
    write("index/2.idx", 2, same.subList(0, 2));
    Condemned.NONE.next(Map.of(pack(1), Condemned.RETIRED)).write(blobs);
    assertThat(Objects.requireNonNull(view().anchored(77)).pack()).isEqualTo(pack(2));
    SegmentMerger.merge(blobs, "index/m.idx", view().segments(), Set.of(pack(1)));
    blobs.delete("index/1.idx");
    blobs.delete("index/2.idx");
    view().segments().getFirst().checkAll();
    assertThat(view().segments().getFirst().anchors().count()).isEqualTo(1);
    assertThat(Objects.requireNonNull(view().anchored(77)).pack()).isEqualTo(pack(2));
  }

  @Test
  void mergedAnchorsLeadWhereTheyLed() throws IOException {
    Map<Long, FrameId> before = new HashMap<>();
    for (int i = 0; i < 5; i++) {
      List<Fingerprint> fingerprints = randoms(400 * i + 7);
      write("index/" + i + ".idx", i, fingerprints);
      IndexView view = view();
      for (int chunk = 0; chunk < fingerprints.size(); chunk++) {
        long anchor = fingerprints.get(chunk).word(3);
        if (chunk % 3 != 0) {
          before.put(anchor, Objects.requireNonNull(view.anchored(anchor)));
        }
      }
    }
    IndexView view = view();
    SegmentMerger.merge(blobs, "index/m.idx", view.segments(), Set.of());
    view.segments().forEach(segment -> blobs.delete(segment.key()));
    IndexView after = view();
    after.segments().getFirst().checkAll();
    assertThat(after.segments().getFirst().anchors().count()).isEqualTo(before.size());
    for (Map.Entry<Long, FrameId> entry : before.entrySet()) {
      assertThat(after.anchored(entry.getKey())).isEqualTo(entry.getValue());
    }
  }

  @Test
  void aDamagedAnchorPageHidesItsAnchorsAndNoFingerprint() throws IOException {
    List<Fingerprint> fingerprints = randoms(2000);
    write("index/a.idx", 1, fingerprints);
    byte[] bytes = Blobs.readAll(blobs, "index/a.idx", 1 << 20);
    bytes[bytes.length - 16 - 2 * 4096 + 100] ^= 1;
    blobs.delete("index/a.idx");
    Blobs.write(blobs, "index/a.idx", bytes);
    IndexView view = view();
    int found = 0;
    for (Fingerprint fingerprint : fingerprints) {
      assertThat(view.locate(fingerprint)).isNotNull();
      found += view.anchored(fingerprint.word(3)) == null ? 0 : 1;
    }
    assertThat(found).isBetween(300, 1000);
    assertThatThrownBy(() -> view.segments().getFirst().checkAll())
        .isInstanceOf(DamagedException.class)
        .hasMessageContaining("the checksum of page");
  }

  @Test
  void condemnedPacksAreTheLastResortOfReadersAndUnknownToInserters() throws IOException {
    List<Fingerprint> both = randoms(50);
    List<Fingerprint> only = randoms(50);
    write("index/1.idx", 1, Stream.concat(both.stream(), only.stream()).toList());
    write("index/2.idx", 2, both);
    Condemned.NONE.next(Map.of(pack(1), Condemned.CONDEMNED)).write(blobs);
    SegmentMerger.merge(blobs, "index/m.idx", view().segments(), Set.of());
    blobs.delete("index/1.idx");
    blobs.delete("index/2.idx");
    IndexView view = view();
    for (Fingerprint fingerprint : both) {
      assertThat(view.livePack(fingerprint)).isEqualTo(pack(2));
      assertThat(view.locate(fingerprint)).extracting(p -> p.frame().pack()).isEqualTo(pack(2));
    }
    for (Fingerprint fingerprint : only) {
      assertThat(view.livePack(fingerprint)).isNull();
      assertThat(view.locate(fingerprint)).isNotNull();
    }
  }

  @FuzzTest(maxDuration = "3h")
  void anyBytesAreASegmentOrRefused(byte[] bytes) {
    try {
      IndexSegment segment = IndexSegment.open("index/x.idx", ByteBuffer.wrap(bytes));
      segment.find(Fingerprint.ofWords(1, 2, 3, 4));
      segment.anchors().find(7);
      segment.checkAll();
    } catch (StoreException e) {
      assertThat(e).hasMessageContaining("index/x.idx");
    }
  }
}
