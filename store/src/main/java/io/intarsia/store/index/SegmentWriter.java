package io.intarsia.store.index;

import com.dynatrace.hash4j.hashing.HashStream64;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.blob.BlobWriter;
import io.intarsia.store.frame.Magic;
import io.intarsia.store.frame.Xxh3;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Writes index segments. */
public final class SegmentWriter {
  private static final int PAGES_PER_WRITE = 64;

  /** A cursor, and how many entries it has. */
  record Entries(long count, EntryCursor cursor) {}

  private SegmentWriter() {}

  /**
   * Writes a segment, durably.
   *
   * @param packs that the segment covers; frames name them by their place in this list
   * @param entries fingerprints with their places
   * @param anchors anchors with their frames
   * @return its length in bytes
   */
  static long write(
      BlobStore blobs,
      String key,
      List<SegmentPack> packs,
      FrameTable frames,
      Entries entries,
      Entries anchors)
      throws IOException {
    try (BlobWriter out = blobs.create(key)) {
      writeTables(out, packs, frames, entries.count, anchors.count);
      HashStream64 checksums = Xxh3.stream();
      writePages(out, entries, IndexLayout.ENTRY_LENGTH, checksums);
      writePages(out, anchors, IndexLayout.ANCHOR_LENGTH, checksums);
      byte[] footer = new byte[IndexLayout.FOOTER_LENGTH];
      LittleEndian.put64(footer, 0, checksums.getAsLong());
      Magic.put(footer, 8, IndexLayout.FOOTER_MAGIC);
      out.write(footer, 0, footer.length);
      out.commit();
      return out.length();
    }
  }

  private static void writeTables(
      BlobWriter out, List<SegmentPack> packs, FrameTable frames, long entryCount, long anchorCount)
      throws IOException {
    byte[] packTable = encode(packs);
    HashStream64 checksum = Xxh3.stream();
    checksum.putBytes(packTable, 0, packTable.length);
    checksum.putBytes(frames.bytes(), 0, frames.byteLength());
    long framesOffset = IndexLayout.HEADER_LENGTH + (long) packTable.length;
    long framesEnd = framesOffset + frames.byteLength();
    long pagesOffset = IndexLayout.alignToPage(framesEnd);
    byte[] header = new byte[IndexLayout.HEADER_LENGTH];
    Magic.put(header, IndexLayout.HEADER_MAGIC, IndexLayout.VERSION);
    LittleEndian.put16(header, IndexLayout.HEADER_PAGE_KIB, IndexLayout.PAGE_LENGTH >> 10);
    LittleEndian.put64(header, IndexLayout.HEADER_ENTRIES, entryCount);
    LittleEndian.put32(header, IndexLayout.HEADER_ANCHORS, (int) anchorCount);
    LittleEndian.put32(header, IndexLayout.HEADER_PACKS, packs.size());
    LittleEndian.put32(header, IndexLayout.HEADER_FRAMES, frames.size());
    LittleEndian.put64(header, IndexLayout.HEADER_FRAMES_OFFSET, framesOffset);
    LittleEndian.put64(header, IndexLayout.HEADER_PAGES_OFFSET, pagesOffset);
    LittleEndian.put64(header, IndexLayout.HEADER_TABLES_CHECKSUM, checksum.getAsLong());
    LittleEndian.put64(
        header, IndexLayout.HEADER_CHECKSUM, Xxh3.of(header, 0, IndexLayout.HEADER_CHECKSUM));
    out.write(header, 0, header.length);
    out.write(packTable, 0, packTable.length);
    out.write(frames.bytes(), 0, frames.byteLength());
    out.write(new byte[(int) (pagesOffset - framesEnd)], 0, (int) (pagesOffset - framesEnd));
  }

  private static byte[] encode(List<SegmentPack> packs) {
    byte[] table = new byte[packs.size() * IndexLayout.PACK_LENGTH];
    int at = 0;
    for (SegmentPack pack : packs) {
      LittleEndian.put64(table, at, pack.id().session());
      LittleEndian.put32(table, at + 8, pack.id().number());
      table[at + 12] = pack.kind();
      LittleEndian.put64(table, at + 13, pack.length());
      at += IndexLayout.PACK_LENGTH;
    }
    return table;
  }

  private static void writePages(
      BlobWriter out, Entries entries, int entryLength, HashStream64 checksums) throws IOException {
    byte[] buffer = new byte[PAGES_PER_WRITE * IndexLayout.PAGE_LENGTH];
    int filled = 0;
    int perPage = (IndexLayout.PAGE_LENGTH - IndexLayout.PAGE_ENTRIES) / entryLength;
    for (long written = 0; written < entries.count; ) {
      int count = (int) Math.min(perPage, entries.count - written);
      fillPage(buffer, filled, count, entries.cursor, entryLength);
      checksums.putBytes(buffer, filled, 8);
      filled += IndexLayout.PAGE_LENGTH;
      written += count;
      if (filled == buffer.length || written == entries.count) {
        out.write(buffer, 0, filled);
        filled = 0;
      }
    }
  }

  private static void fillPage(
      byte[] buffer, int page, int count, EntryCursor entries, int entryLength) throws IOException {
    Arrays.fill(buffer, page, page + IndexLayout.PAGE_LENGTH, (byte) 0);
    int at = page + IndexLayout.PAGE_ENTRIES;
    for (int i = 0; i < count; i++) {
      if (!entries.next(buffer, at)) {
        throw new IllegalStateException("fewer entries than were announced");
      }
      at += entryLength;
    }
    long checksum =
        Xxh3.of(
            buffer,
            page + IndexLayout.PAGE_ENTRIES,
            IndexLayout.PAGE_LENGTH - IndexLayout.PAGE_ENTRIES);
    LittleEndian.put64(buffer, page, checksum);
  }
}
