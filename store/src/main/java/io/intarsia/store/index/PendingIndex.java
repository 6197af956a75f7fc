package io.intarsia.store.index;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.PackId;
import io.intarsia.store.Place;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.pack.PackLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an inserter has put and no segment covers yet: an open-addressing table from fingerprint to
 * place, the frames, the packs. 44 bytes a slot. Thread-safe.
 */
public final class PendingIndex {
  /** Inserters publish what is pending when it is so much, to bound memory: 12 MB here. */
  public static final int CHECKPOINT = 190_000;

  private static final int FIRST_CAPACITY = 1 << 10;
  private static final int WORDS = 4;
  private static final int PLACE = 3;
  private static final int SLOT_BITS = 24;
  private static final int EMPTY = -1;

  private long[] words = new long[0];
  private int[] places = new int[0];
  private int capacity;
  private int count;
  private FrameTable frames = new FrameTable();
  private AnchorTable anchors = new AnchorTable();
  private final List<SegmentPack> packs = new ArrayList<>();

  public PendingIndex() {
    allocate(FIRST_CAPACITY);
  }

  /** Number of entries. */
  public synchronized int size() {
    return count;
  }

  public synchronized boolean contains(Fingerprint fingerprint) {
    return places[slot(fingerprint) * PLACE] != EMPTY;
  }

  /** Where a chunk or object lies that was added, in a frame that was placed; null if none was. */
  public synchronized @Nullable Place find(Fingerprint fingerprint) {
    int at = slot(fingerprint) * PLACE;
    return places[at] == EMPTY
        ? null
        : new Place(frames.frame(places[at], packs), places[at + 1], places[at + 2]);
  }

  /** Announces a frame; returns its number. */
  public synchronized int addFrame() {
    return frames.addUnplaced();
  }

  /** Announces a pack; returns its number. */
  public synchronized int addPack(PackId id, byte kind) {
    packs.add(new SegmentPack(id, kind, 0));
    return packs.size() - 1;
  }

  /** Sets the length of the file of a pack that is complete. */
  public synchronized void sealedPack(int pack, long length) {
    SegmentPack open = packs.get(pack);
    packs.set(pack, new SegmentPack(open.id(), open.kind(), length));
  }

  /** Says where a frame lies. */
  public synchronized void placeFrame(
      int frame, int pack, long offset, int stored, int plain, byte codec, long checksum) {
    frames.set(frame, pack, offset, stored, plain, codec, checksum);
  }

  /** Adds an entry; a fingerprint may be added again from another pack. */
  public synchronized void add(Fingerprint fingerprint, int frame, int offset, int length) {
    if (count >= capacity / 4 * 3) {
      grow();
    }
    int slot = emptySlot(fingerprint);
    for (int word = 0; word < WORDS; word++) {
      words[slot * WORDS + word] = fingerprint.word(word);
    }
    places[slot * PLACE] = frame;
    places[slot * PLACE + 1] = offset;
    places[slot * PLACE + 2] = length;
    count++;
  }

  /** Adds an anchor of a chunk in a frame, if it is one. */
  public synchronized void addAnchor(long anchor, int frame) {
    anchors.add(anchor, frame);
  }

  /** The packs announced so far. */
  public synchronized List<SegmentPack> packs() {
    return List.copyOf(packs);
  }

  /** Makes durable that the packs announced are there, which others sealed. */
  public void syncPacks(BlobStore blobs) throws IOException {
    Set<String> directories = new HashSet<>();
    for (SegmentPack pack : packs()) {
      if (directories.add(PackLayout.directory(pack.id()))) {
        blobs.sync(PackLayout.directory(pack.id()));
      }
    }
  }

  /** Forgets everything. */
  public synchronized void clear() {
    allocate(FIRST_CAPACITY);
    frames = new FrameTable();
    anchors = new AnchorTable();
    packs.clear();
  }

  /**
   * Writes a segment of the entries in packs of chunks, which need nothing else, or of all.
   *
   * @param all whether packs of objects and of dependent chunks too
   * @return its length in bytes; 0 if there was nothing to write
   */
  public synchronized long write(BlobStore blobs, String key, boolean all) throws IOException {
    List<SegmentPack> chosen = new ArrayList<>();
    int[] packNumbers = new int[packs.size()];
    for (int i = 0; i < packNumbers.length; i++) {
      packNumbers[i] = EMPTY;
      if (all || packs.get(i).kind() == PackLayout.CHUNKS) {
        packNumbers[i] = chosen.size();
        chosen.add(packs.get(i));
      }
    }
    if (chosen.isEmpty()) {
      return 0;
    }
    FrameTable chosenFrames = new FrameTable();
    int[] frameNumbers = new int[frames.size()];
    for (int i = 0; i < frameNumbers.length; i++) {
      int pack = packNumbers[frames.packOrdinal(i)];
      frameNumbers[i] = pack == EMPTY ? EMPTY : chosenFrames.addCopy(frames, i, pack);
    }
    long[] order = sort(frameNumbers);
    AnchorTable chosenAnchors = anchors.sorted(frameNumbers);
    return SegmentWriter.write(
        blobs,
        key,
        chosen,
        new SegmentWriter.Rows(chosenFrames.size(), chosenFrames.cursor()),
        new SegmentWriter.Rows(order.length, cursor(order, frameNumbers)),
        new SegmentWriter.Rows(chosenAnchors.size(), chosenAnchors.cursor()));
  }

  private EntryCursor cursor(long[] order, int[] frameNumbers) {
    int[] next = {0};
    return (into, offset) -> {
      if (next[0] == order.length) {
        return false;
      }
      int slot = slotOf(order[next[0]++]);
      fingerprint(slot).write(into, offset);
      LittleEndian.put32(
          into, offset + IndexLayout.ENTRY_FRAME, frameNumbers[places[slot * PLACE]]);
      LittleEndian.put32(into, offset + IndexLayout.ENTRY_OFFSET, places[slot * PLACE + 1]);
      LittleEndian.put32(into, offset + IndexLayout.ENTRY_PLAIN_LENGTH, places[slot * PLACE + 2]);
      return true;
    };
  }

  /** The slots of the chosen entries by fingerprint: 40 bits of it, then the number of the slot. */
  private long[] sort(int[] frameNumbers) {
    long[] order = new long[count];
    int chosen = 0;
    for (int slot = 0; slot < capacity; slot++) {
      int frame = places[slot * PLACE];
      if (frame != EMPTY && frameNumbers[frame] != EMPTY) {
        long prefix = words[slot * WORDS] >>> SLOT_BITS << SLOT_BITS;
        order[chosen++] = (prefix | slot) ^ Long.MIN_VALUE;
      }
    }
    order = Arrays.copyOf(order, chosen);
    Arrays.sort(order);
    for (int i = 1; i < chosen; i++) {
      for (int j = i;
          j > 0 && fingerprintOf(order[j]).compareTo(fingerprintOf(order[j - 1])) < 0;
          j--) {
        long swapped = order[j];
        order[j] = order[j - 1];
        order[j - 1] = swapped;
      }
    }
    return order;
  }

  private static int slotOf(long ordered) {
    return (int) (ordered & ((1 << SLOT_BITS) - 1));
  }

  private Fingerprint fingerprintOf(long ordered) {
    return fingerprint(slotOf(ordered));
  }

  private Fingerprint fingerprint(int slot) {
    int at = slot * WORDS;
    return Fingerprint.ofWords(words[at], words[at + 1], words[at + 2], words[at + 3]);
  }

  /** The slot of the fingerprint, or the empty one where it belongs. */
  private int slot(Fingerprint fingerprint) {
    int slot = (int) fingerprint.word(1) & (capacity - 1);
    while (places[slot * PLACE] != EMPTY && !isAt(slot, fingerprint)) {
      slot = (slot + 1) & (capacity - 1);
    }
    return slot;
  }

  private int emptySlot(Fingerprint fingerprint) {
    int slot = (int) fingerprint.word(1) & (capacity - 1);
    while (places[slot * PLACE] != EMPTY) {
      slot = (slot + 1) & (capacity - 1);
    }
    return slot;
  }

  private boolean isAt(int slot, Fingerprint fingerprint) {
    int at = slot * WORDS;
    return words[at] == fingerprint.word(0)
        && words[at + 1] == fingerprint.word(1)
        && words[at + 2] == fingerprint.word(2)
        && words[at + 3] == fingerprint.word(3);
  }

  private void allocate(int newCapacity) {
    capacity = newCapacity;
    words = new long[newCapacity * WORDS];
    places = new int[newCapacity * PLACE];
    Arrays.fill(places, EMPTY);
    count = 0;
  }

  private void grow() {
    long[] oldWords = words;
    int[] oldPlaces = places;
    int oldCapacity = capacity;
    if (oldCapacity == 1 << SLOT_BITS) {
      throw new IllegalStateException("too many entries without a checkpoint");
    }
    int oldCount = count;
    allocate(oldCapacity * 2);
    for (int old = 0; old < oldCapacity; old++) {
      if (oldPlaces[old * PLACE] != EMPTY) {
        int at = old * WORDS;
        Fingerprint fingerprint =
            Fingerprint.ofWords(oldWords[at], oldWords[at + 1], oldWords[at + 2], oldWords[at + 3]);
        int slot = emptySlot(fingerprint);
        System.arraycopy(oldWords, at, words, slot * WORDS, WORDS);
        System.arraycopy(oldPlaces, old * PLACE, places, slot * PLACE, PLACE);
      }
    }
    count = oldCount;
  }
}
