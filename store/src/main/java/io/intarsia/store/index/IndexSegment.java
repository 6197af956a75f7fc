package io.intarsia.store.index;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.FrameId;
import io.intarsia.store.PackId;
import io.intarsia.store.blob.Blob;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.frame.TwinCrc;
import io.intarsia.store.pack.PackLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * An index segment, mapped. Header, packs and fences are checked when it is opened, each other page
 * when it is first touched. Thread-safe.
 */
public final class IndexSegment {
  private static final String ADVICE = "; run intarsia rebuild index";
  private static final int FRAMES_PER_PAGE = IndexLayout.perPage(IndexLayout.FRAME_LENGTH);

  private final String key;
  private final SegmentPages pages;
  private final SegmentShape shape;
  private final long framesPage;
  private final long groupsPage;
  private final SegmentFilter filter;
  private final SegmentAnchors anchors;
  private final List<SegmentPack> packs;
  private final LookupCounts counts;

  private IndexSegment(SegmentPages pages, LookupCounts counts) throws StoreException {
    this.key = pages.key();
    this.pages = pages;
    this.shape = SegmentHeader.read(pages);
    this.framesPage = shape.framesPage();
    this.groupsPage = shape.groupsPage();
    this.packs = readPacks(pages, shape.packs());
    this.filter = new SegmentFilter(pages, shape);
    this.anchors = new SegmentAnchors(pages, shape);
    this.counts = counts;
  }

  /**
   * Opens a segment.
   *
   * @throws DamagedException if what is read at once is damaged
   * @throws java.nio.file.NoSuchFileException if it has vanished
   */
  public static IndexSegment open(BlobStore blobs, String key) throws IOException {
    return open(blobs, key, new LookupCounts());
  }

  static IndexSegment open(BlobStore blobs, String key, LookupCounts counts) throws IOException {
    Blob blob;
    try {
      blob = blobs.open(key);
    } catch (DamagedException e) {
      throw damaged(key, e.what());
    }
    return new IndexSegment(SegmentPages.open(key, blob), counts);
  }

  static IndexSegment open(String key, ByteBuffer bytes) throws StoreException {
    return new IndexSegment(new SegmentPages(key, bytes.limit(), bytes), new LookupCounts());
  }

  public String key() {
    return key;
  }

  public List<SegmentPack> packs() {
    return packs;
  }

  public long entryCount() {
    return shape.entries();
  }

  public int frameCount() {
    return shape.frames();
  }

  /** Length of the segment in bytes. */
  public long length() {
    return pages.length();
  }

  /**
   * Bytes of the pages of filters, fences and frames, one of which nearly every look-up touches.
   */
  public long bytesAtHand() {
    long entryPages = IndexLayout.pages(shape.entries(), IndexLayout.ENTRY_LENGTH);
    return (shape.anchorsPage() - framesPage - entryPages) * IndexLayout.PAGE_LENGTH;
  }

  public SegmentAnchors anchors() {
    return anchors;
  }

  /** Number of the first entry of a fingerprint; -1 if there is none. */
  public long find(Fingerprint fingerprint) throws DamagedException {
    long word = fingerprint.word(0);
    for (int group = filter.firstGroup(word); filter.beginsBefore(group, word); group++) {
      long before = (long) group * IndexLayout.ENTRIES_PER_GROUP;
      long page = -1;
      for (int at = filter.next(group, word, 0); at >= 0; at = filter.next(group, word, at + 1)) {
        if (page != SegmentShape.entryPage(before + at)) {
          page = SegmentShape.entryPage(before + at);
          counts.touchedEntryPage();
        }
        int order = compare(before + at, fingerprint);
        if (order == 0) {
          return before + at;
        }
        if (order > 0) {
          break;
        }
      }
    }
    return -1;
  }

  /** The next entry if it has the same fingerprint, in another pack or place; else -1. */
  public long nextSame(long entry) throws DamagedException {
    if (entry + 1 >= shape.entries()) {
      return -1;
    }
    boolean same =
        word(entry, 0) == word(entry + 1, 0) && fingerprint(entry).equals(fingerprint(entry + 1));
    return same ? entry + 1 : -1;
  }

  /** Ordinal of the pack that holds an entry, in {@link #packs}. */
  public int packOrdinal(long entry) throws DamagedException {
    return packOfFrame(frameOrdinal(entry));
  }

  /** Ordinal of the frame that holds an entry, below {@link #frameCount}. */
  public int frameOrdinal(long entry) throws DamagedException {
    int frame = entryInt(entry, IndexLayout.ENTRY_FRAME);
    if (frame < 0 || frame >= shape.frames()) {
      throw damaged("an entry names frame " + frame);
    }
    return frame;
  }

  /** First byte of an entry's chunk in its plain frame. */
  public int offset(long entry) throws DamagedException {
    return entryInt(entry, IndexLayout.ENTRY_OFFSET);
  }

  /** Bytes of an entry's chunk. */
  public int length(long entry) throws DamagedException {
    return entryInt(entry, IndexLayout.ENTRY_PLAIN_LENGTH);
  }

  /** The fingerprint of an entry. */
  public Fingerprint fingerprint(long entry) throws DamagedException {
    return Fingerprint.ofWords(word(entry, 0), word(entry, 1), word(entry, 2), word(entry, 3));
  }

  /** Ordinal of the pack that holds a frame. */
  public int packOfFrame(int frame) throws DamagedException {
    long page = framePage(frame);
    int pack = pages.page(page).getInt(frameAt(page, frame));
    if (pack < 0 || pack >= packs.size()) {
      throw damaged("frame " + frame + " is in pack " + pack);
    }
    return pack;
  }

  /** Plain bytes of a frame. */
  public int plainLength(int frame) throws DamagedException {
    long page = framePage(frame);
    return pages.page(page).getInt(frameAt(page, frame) + IndexLayout.FRAME_PLAIN);
  }

  /** All about a frame. */
  public FrameId frame(int frame) throws DamagedException {
    int pack = packOfFrame(frame);
    long page = framePage(frame);
    ByteBuffer bytes = pages.page(page);
    int at = frameAt(page, frame);
    int stored = bytes.getInt(at + IndexLayout.FRAME_STORED);
    int plain = bytes.getInt(at + IndexLayout.FRAME_PLAIN);
    if (plain <= 0 || plain > PackLayout.MAX_FRAME || stored <= 0 || stored > plain) {
      throw damaged("frame " + frame + " is impossible");
    }
    return new FrameId(
        packs.get(pack).id(),
        bytes.getLong(at + IndexLayout.FRAME_OFFSET),
        stored,
        plain,
        bytes.get(at + IndexLayout.FRAME_CODEC),
        bytes.getLong(at + IndexLayout.FRAME_CHECKSUM));
  }

  /** The rows of the frames, in order. */
  RowReader frameRows() {
    return new RowReader(
        pages, shape.frames(), IndexLayout.FRAME_LENGTH, page -> framesPage + page);
  }

  /** The rows of the entries, in order. */
  RowReader entryRows() {
    return new RowReader(
        pages,
        shape.entries(),
        IndexLayout.ENTRY_LENGTH,
        page -> groupsPage + SegmentShape.entryPage(page * IndexLayout.ENTRIES_PER_PAGE));
  }

  /**
   * Checks every page, the order of the entries, the filters, and the footer.
   *
   * @throws DamagedException if something is wrong
   */
  public void checkAll() throws DamagedException {
    checkHeaderPage();
    TwinCrc checksums = new TwinCrc();
    byte[] page = new byte[IndexLayout.PAGE_LENGTH];
    for (long number = SegmentShape.PACKS_PAGE; number < shape.pages(); number++) {
      pages.copy(number, page);
      checksums.update(page, 0, IndexLayout.PAGE_ROWS);
    }
    if (checksums.value() != LittleEndian.i64(SegmentHeader.footer(pages), 0)) {
      throw damaged("the footer's checksum is wrong");
    }
    for (int frame = 0; frame < shape.frames(); frame++) {
      frame(frame);
    }
    checkEntries();
    anchors.checkAll();
  }

  private void checkHeaderPage() throws DamagedException {
    byte[] page = new byte[IndexLayout.PAGE_LENGTH];
    pages.raw(0, page);
    for (int at = IndexLayout.HEADER_LENGTH; at < page.length; at++) {
      if (page[at] != 0) {
        throw damaged("the room after the header is not zero");
      }
    }
  }

  private void checkEntries() throws DamagedException {
    long[] words = new long[IndexLayout.ENTRIES_PER_GROUP];
    for (long entry = 0; entry < shape.entries(); entry++) {
      if (entry > 0 && fingerprint(entry - 1).compareTo(fingerprint(entry)) > 0) {
        throw damaged("entry " + entry + " is out of order");
      }
      int inGroup = (int) (entry % IndexLayout.ENTRIES_PER_GROUP);
      words[inGroup] = word(entry, 0);
      if (inGroup == IndexLayout.ENTRIES_PER_GROUP - 1 || entry == shape.entries() - 1) {
        filter.check((int) (entry / IndexLayout.ENTRIES_PER_GROUP), words);
      }
    }
  }

  private static List<SegmentPack> readPacks(SegmentPages pages, int count)
      throws DamagedException {
    List<SegmentPack> list = new ArrayList<>(count);
    RowReader rows =
        new RowReader(
            pages, count, IndexLayout.PACK_LENGTH, page -> SegmentShape.PACKS_PAGE + page);
    while (rows.next()) {
      byte[] row = rows.page();
      int at = rows.at();
      PackId id = new PackId(LittleEndian.i64(row, at), LittleEndian.i32(row, at + 8));
      list.add(new SegmentPack(id, row[at + 12], LittleEndian.i64(row, at + 13)));
    }
    return List.copyOf(list);
  }

  private int compare(long entry, Fingerprint fingerprint) throws DamagedException {
    int order = 0;
    for (int word = 0; order == 0 && word < 4; word++) {
      order = Long.compareUnsigned(word(entry, word), fingerprint.word(word));
    }
    return order;
  }

  /** A word of an entry's fingerprint. */
  private long word(long entry, int word) throws DamagedException {
    long page = groupsPage + SegmentShape.entryPage(entry);
    return Long.reverseBytes(pages.page(page).getLong(entryAt(page, entry) + word * Long.BYTES));
  }

  private int entryInt(long entry, int offset) throws DamagedException {
    long page = groupsPage + SegmentShape.entryPage(entry);
    return pages.page(page).getInt(entryAt(page, entry) + offset);
  }

  private int entryAt(long page, long entry) {
    int row = (int) (entry % IndexLayout.ENTRIES_PER_PAGE);
    return pages.start(page) + IndexLayout.PAGE_ROWS + row * IndexLayout.ENTRY_LENGTH;
  }

  private long framePage(int frame) {
    return framesPage + frame / FRAMES_PER_PAGE;
  }

  private int frameAt(long page, int frame) {
    int row = frame % FRAMES_PER_PAGE;
    return pages.start(page) + IndexLayout.PAGE_ROWS + row * IndexLayout.FRAME_LENGTH;
  }

  private DamagedException damaged(String what) {
    return damaged(key, what);
  }

  static DamagedException damaged(String key, String what) {
    return new DamagedException(key, what + ADVICE);
  }
}
