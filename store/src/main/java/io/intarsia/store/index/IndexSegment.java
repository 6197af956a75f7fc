package io.intarsia.store.index;

import com.dynatrace.hash4j.hashing.HashStream64;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.FrameId;
import io.intarsia.store.PackId;
import io.intarsia.store.blob.Blob;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.frame.Magic;
import io.intarsia.store.frame.Xxh3;
import io.intarsia.store.pack.PackLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * An index segment, mapped. Header and tables are checked when it is opened, each page when it is
 * first touched. Thread-safe.
 */
public final class IndexSegment {
  private static final String ADVICE = "; run intarsia rebuild index";

  private final String key;
  private final ByteBuffer big;
  private final ByteBuffer little;
  private final long entryCount;
  private final int frameCount;
  private final int framesOffset;
  private final int pagesOffset;
  private final int pageCount;
  private final SegmentAnchors anchors;
  private final List<SegmentPack> packs;
  // a bit lost to a race only means that a page is checked twice
  private final long[] checkedPages;

  private IndexSegment(String key, ByteBuffer bytes, byte[] header) throws StoreException {
    this.key = key;
    this.big = bytes.duplicate().order(ByteOrder.BIG_ENDIAN);
    this.little = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    this.entryCount = LittleEndian.i64(header, IndexLayout.HEADER_ENTRIES);
    long packCount = LittleEndian.u32(header, IndexLayout.HEADER_PACKS);
    long frames = LittleEndian.u32(header, IndexLayout.HEADER_FRAMES);
    long anchorCount = LittleEndian.u32(header, IndexLayout.HEADER_ANCHORS);
    checkLengths(header, packCount, frames, anchorCount);
    this.frameCount = (int) frames;
    this.framesOffset = (int) LittleEndian.i64(header, IndexLayout.HEADER_FRAMES_OFFSET);
    this.pagesOffset = (int) LittleEndian.i64(header, IndexLayout.HEADER_PAGES_OFFSET);
    this.pageCount = (int) IndexLayout.pages(entryCount);
    this.checkedPages = new long[(pageCount + 63) / 64];
    this.anchors =
        new SegmentAnchors(key, little, pageAt(pageCount), (int) anchorCount, frameCount);
    checkTables(LittleEndian.i64(header, IndexLayout.HEADER_TABLES_CHECKSUM));
    this.packs = readPacks((int) packCount);
  }

  /**
   * Opens a segment.
   *
   * @throws DamagedException if its header or tables are damaged
   * @throws java.nio.file.NoSuchFileException if it has vanished
   */
  public static IndexSegment open(BlobStore blobs, String key) throws IOException {
    ByteBuffer bytes;
    try (Blob blob = blobs.open(key)) {
      if (blob.size() > Integer.MAX_VALUE) {
        throw new DamagedException(key, "it has " + blob.size() + " bytes" + ADVICE);
      }
      bytes = blob.map();
    }
    return open(key, bytes);
  }

  static IndexSegment open(String key, ByteBuffer bytes) throws StoreException {
    if (bytes.limit() < IndexLayout.HEADER_LENGTH + IndexLayout.FOOTER_LENGTH) {
      throw new DamagedException(key, "it has only " + bytes.limit() + " bytes" + ADVICE);
    }
    byte[] header = new byte[IndexLayout.HEADER_LENGTH];
    bytes.get(0, header);
    checkMagics(key, header, bytes);
    if (Xxh3.of(header, 0, IndexLayout.HEADER_CHECKSUM)
        != LittleEndian.i64(header, IndexLayout.HEADER_CHECKSUM)) {
      throw new DamagedException(key, "the header's checksum is wrong" + ADVICE);
    }
    return new IndexSegment(key, bytes, header);
  }

  private static void checkMagics(String key, byte[] header, ByteBuffer bytes)
      throws StoreException {
    byte[] footer = new byte[IndexLayout.FOOTER_LENGTH];
    bytes.get(bytes.limit() - footer.length, footer);
    try {
      Magic.check(key, header, IndexLayout.HEADER_MAGIC, IndexLayout.VERSION);
      Magic.check(key, footer, 8, IndexLayout.FOOTER_MAGIC);
    } catch (DamagedException e) {
      throw new DamagedException(key, e.what() + ADVICE);
    }
  }

  public String key() {
    return key;
  }

  public List<SegmentPack> packs() {
    return packs;
  }

  public long entryCount() {
    return entryCount;
  }

  public int frameCount() {
    return frameCount;
  }

  /** Length of the segment in bytes. */
  public long length() {
    return big.limit();
  }

  public SegmentAnchors anchors() {
    return anchors;
  }

  /** Number of the first entry of a fingerprint; -1 if there is none. */
  public long find(Fingerprint fingerprint) throws DamagedException {
    int low = 0;
    int high = pageCount - 1;
    // fingerprints are uniform, so the first guess is rarely off by more than a page
    int guess = (int) (((fingerprint.word(0) >>> 32) * pageCount) >>> 32);
    int step = 1;
    while (low <= high) {
      guess = Math.clamp(guess, low, high);
      checkPage(guess);
      int last = entriesOn(guess) - 1;
      if (compare(guess, 0, fingerprint) > 0) {
        high = guess - 1;
        guess -= step;
      } else if (compare(guess, last, fingerprint) < 0) {
        low = guess + 1;
        guess += step;
      } else {
        return findOn(guess, last, fingerprint);
      }
      step = step < 4 ? step * 2 : Integer.MAX_VALUE;
      if (step == Integer.MAX_VALUE) {
        guess = (low + high) >>> 1;
        step = 4;
      }
    }
    return -1;
  }

  private long findOn(int page, int last, Fingerprint fingerprint) throws DamagedException {
    int low = 0;
    int high = last;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compare(page, middle, fingerprint) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (compare(page, low, fingerprint) != 0) {
      return -1;
    }
    long entry = (long) page * IndexLayout.ENTRIES_PER_PAGE + low;
    // several packs may hold a chunk, and their entries may straddle pages
    while (low == 0 && entry > 0 && fingerprint(entry - 1).equals(fingerprint)) {
      entry--;
    }
    return entry;
  }

  /** The next entry if it has the same fingerprint, in another pack or place; else -1. */
  public long nextSame(long entry) throws DamagedException {
    if (entry + 1 >= entryCount) {
      return -1;
    }
    int at = entryAt(entry);
    int next = entryAt(entry + 1);
    boolean same =
        big.getLong(at) == big.getLong(next) && fingerprint(entry).equals(fingerprint(entry + 1));
    return same ? entry + 1 : -1;
  }

  /** Ordinal of the pack that holds an entry, in {@link #packs}. */
  public int packOrdinal(long entry) throws DamagedException {
    return little.getInt(frameAt(frameOrdinal(entry)));
  }

  /** Ordinal of the frame that holds an entry, below {@link #frameCount}. */
  public int frameOrdinal(long entry) throws DamagedException {
    int frame = little.getInt(entryAt(entry) + IndexLayout.ENTRY_FRAME);
    if (frame < 0 || frame >= frameCount) {
      throw damaged("an entry names frame " + frame);
    }
    return frame;
  }

  /** First byte of an entry's chunk in its plain frame. */
  public int offset(long entry) throws DamagedException {
    return little.getInt(entryAt(entry) + IndexLayout.ENTRY_OFFSET);
  }

  /** Bytes of an entry's chunk. */
  public int length(long entry) throws DamagedException {
    return little.getInt(entryAt(entry) + IndexLayout.ENTRY_PLAIN_LENGTH);
  }

  /** The fingerprint of an entry. */
  public Fingerprint fingerprint(long entry) throws DamagedException {
    int at = entryAt(entry);
    return Fingerprint.ofWords(
        big.getLong(at), big.getLong(at + 8), big.getLong(at + 16), big.getLong(at + 24));
  }

  /** Copies the encoded entry. */
  void copyEntry(long entry, byte[] into, int offset) throws DamagedException {
    big.get(entryAt(entry), into, offset, IndexLayout.ENTRY_LENGTH);
  }

  /** Adds a frame to a table in which its pack has another number; returns the frame's there. */
  int copyFrame(int frame, FrameTable to, int packOrdinal) {
    int at = frameAt(frame);
    return to.add(
        packOrdinal,
        little.getLong(at + 4),
        little.getInt(at + 12),
        little.getInt(at + 16),
        little.get(at + 20),
        little.getLong(at + 24));
  }

  /** Ordinal of the pack that holds a frame. */
  public int packOfFrame(int frame) {
    return little.getInt(frameAt(frame));
  }

  /** Plain bytes of a frame. */
  public int plainLength(int frame) {
    return little.getInt(frameAt(frame) + 16);
  }

  /** All about a frame. */
  public FrameId frame(int frame) {
    int at = frameAt(frame);
    return new FrameId(
        packs.get(little.getInt(at)).id(),
        little.getLong(at + 4),
        little.getInt(at + 12),
        little.getInt(at + 16),
        little.get(at + 20),
        little.getLong(at + 24));
  }

  /**
   * Checks every page, their order, and the footer.
   *
   * @throws DamagedException if something is wrong
   */
  public void checkAll() throws DamagedException {
    HashStream64 checksums = Xxh3.stream();
    byte[] checksum = new byte[8];
    for (int page = 0; page < pageCount; page++) {
      checkPageNow(page);
      big.get(pageAt(page), checksum);
      checksums.putBytes(checksum, 0, 8);
    }
    anchors.checkAll(checksums);
    if (checksums.getAsLong() != little.getLong(big.limit() - IndexLayout.FOOTER_LENGTH)) {
      throw damaged("the footer's checksum is wrong");
    }
    for (int at = framesOffset + frameCount * IndexLayout.FRAME_LENGTH; at < pagesOffset; at++) {
      if (big.get(at) != 0) {
        throw damaged("the room before the pages is not zero");
      }
    }
    for (long entry = 1; entry < entryCount; entry++) {
      if (fingerprint(entry - 1).compareTo(fingerprint(entry)) > 0) {
        throw damaged("entry " + entry + " is out of order");
      }
    }
  }

  private void checkLengths(byte[] header, long packCount, long frames, long anchorCount)
      throws DamagedException {
    long framesAt = IndexLayout.HEADER_LENGTH + packCount * IndexLayout.PACK_LENGTH;
    long pagesAt = IndexLayout.alignToPage(framesAt + frames * IndexLayout.FRAME_LENGTH);
    boolean entriesFit = entryCount >= 0 && entryCount < big.limit();
    if (!entriesFit
        || LittleEndian.u16(header, IndexLayout.HEADER_PAGE_KIB) != IndexLayout.PAGE_LENGTH >> 10
        || LittleEndian.i64(header, IndexLayout.HEADER_FRAMES_OFFSET) != framesAt
        || LittleEndian.i64(header, IndexLayout.HEADER_PAGES_OFFSET) != pagesAt
        || big.limit()
            != pagesAt
                + IndexLayout.pages(entryCount) * IndexLayout.PAGE_LENGTH
                + IndexLayout.anchorPages(anchorCount) * IndexLayout.PAGE_LENGTH
                + IndexLayout.FOOTER_LENGTH) {
      throw damaged("its length is not that of its header");
    }
  }

  private void checkTables(long expected) throws DamagedException {
    HashStream64 checksum = Xxh3.stream();
    byte[] buffer = new byte[1 << 16];
    int end = framesOffset + frameCount * IndexLayout.FRAME_LENGTH;
    for (int at = IndexLayout.HEADER_LENGTH; at < end; ) {
      int count = Math.min(buffer.length, end - at);
      big.get(at, buffer, 0, count);
      checksum.putBytes(buffer, 0, count);
      at += count;
    }
    if (checksum.getAsLong() != expected) {
      throw damaged("the checksum of its tables is wrong");
    }
  }

  private List<SegmentPack> readPacks(int count) throws DamagedException {
    List<SegmentPack> list = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int at = IndexLayout.HEADER_LENGTH + i * IndexLayout.PACK_LENGTH;
      PackId id = new PackId(little.getLong(at), little.getInt(at + 8));
      list.add(new SegmentPack(id, little.get(at + 12), little.getLong(at + 13)));
    }
    for (int frame = 0; frame < frameCount; frame++) {
      int at = frameAt(frame);
      int pack = little.getInt(at);
      int stored = little.getInt(at + 12);
      int plain = little.getInt(at + 16);
      if (pack < 0
          || pack >= count
          || plain <= 0
          || plain > PackLayout.MAX_FRAME
          || stored <= 0
          || stored > plain) {
        throw damaged("frame " + frame + " is impossible");
      }
    }
    return List.copyOf(list);
  }

  private int compare(int page, int number, Fingerprint fingerprint) {
    int at = pageAt(page) + IndexLayout.PAGE_ENTRIES + number * IndexLayout.ENTRY_LENGTH;
    int order = Long.compareUnsigned(big.getLong(at), fingerprint.word(0));
    for (int word = 1; order == 0 && word < 4; word++) {
      order = Long.compareUnsigned(big.getLong(at + word * 8), fingerprint.word(word));
    }
    return order;
  }

  private int entriesOn(int page) {
    return page < pageCount - 1
        ? IndexLayout.ENTRIES_PER_PAGE
        : (int) (entryCount - (long) page * IndexLayout.ENTRIES_PER_PAGE);
  }

  private int pageAt(int page) {
    return pagesOffset + page * IndexLayout.PAGE_LENGTH;
  }

  private int frameAt(int frame) {
    return framesOffset + frame * IndexLayout.FRAME_LENGTH;
  }

  private int entryAt(long entry) throws DamagedException {
    int page = (int) (entry / IndexLayout.ENTRIES_PER_PAGE);
    checkPage(page);
    int number = (int) (entry % IndexLayout.ENTRIES_PER_PAGE);
    return pageAt(page) + IndexLayout.PAGE_ENTRIES + number * IndexLayout.ENTRY_LENGTH;
  }

  private void checkPage(int page) throws DamagedException {
    if ((checkedPages[page >>> 6] & (1L << page)) == 0) {
      checkPageNow(page);
      checkedPages[page >>> 6] |= 1L << page;
    }
  }

  private void checkPageNow(int page) throws DamagedException {
    byte[] bytes = new byte[IndexLayout.PAGE_LENGTH];
    big.get(pageAt(page), bytes);
    int length = bytes.length - IndexLayout.PAGE_ENTRIES;
    if (Xxh3.of(bytes, IndexLayout.PAGE_ENTRIES, length) != LittleEndian.i64(bytes, 0)) {
      throw damaged("the checksum of page " + page + " is wrong");
    }
  }

  private DamagedException damaged(String what) {
    return damaged(key, what);
  }

  static DamagedException damaged(String key, String what) {
    return new DamagedException(key, what + ADVICE);
  }
}
