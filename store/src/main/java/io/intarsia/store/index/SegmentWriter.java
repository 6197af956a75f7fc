package io.intarsia.store.index;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.blob.BlobWriter;
import io.intarsia.store.chunk.Fingerprint;
import java.io.IOException;
import java.util.List;

/** Writes index segments, in one pass over what is in them. */
final class SegmentWriter {
  /** Rows, and how many there are. */
  record Rows(long count, EntryCursor cursor) {}

  private final PageWriter pages;
  private final Rows entries;
  private final SegmentShape shape;
  private final long[] words;

  private SegmentWriter(PageWriter pages, SegmentShape shape, Rows entries) {
    this.pages = pages;
    this.shape = shape;
    this.entries = entries;
    this.words = new long[shape.groups() == 0 ? 0 : shape.groupEntries(0)];
  }

  /**
   * Writes a segment, durably.
   *
   * @param packs that the segment covers; frames name them by their place in this list
   * @param frames in the encoding of the segment
   * @param entries fingerprints with their places
   * @param anchors anchors with their frames
   * @return its length in bytes
   */
  static long write(
      BlobStore blobs, String key, List<SegmentPack> packs, Rows frames, Rows entries, Rows anchors)
      throws IOException {
    SegmentShape shape =
        new SegmentShape(packs.size(), Math.toIntExact(frames.count), entries.count, anchors.count);
    try (BlobWriter out = blobs.create(key)) {
      out.write(SegmentHeader.encode(shape), 0, IndexLayout.PAGE_LENGTH);
      PageWriter pages = new PageWriter(out);
      writePacks(pages, packs);
      pages.rows(frames.count, IndexLayout.FRAME_LENGTH, frames.cursor);
      pages.endSection();
      long[] fences = new SegmentWriter(pages, shape, entries).writeGroups();
      writeFences(pages, fences);
      pages.rows(anchors.count, IndexLayout.ANCHOR_LENGTH, anchors.cursor);
      pages.endSection();
      pages.end();
      out.commit();
      return out.length();
    }
  }

  private static void writePacks(PageWriter pages, List<SegmentPack> packs) throws IOException {
    for (SegmentPack pack : packs) {
      int at = pages.row(IndexLayout.PACK_LENGTH);
      byte[] page = pages.buffer();
      LittleEndian.put64(page, at, pack.id().session());
      LittleEndian.put32(page, at + 8, pack.id().number());
      page[at + 12] = pack.kind();
      LittleEndian.put64(page, at + 13, pack.length());
    }
    pages.endSection();
  }

  /** Writes entries and filters; returns the first and the last word of each group. */
  private long[] writeGroups() throws IOException {
    long[] fences = new long[shape.groups() * 2];
    for (int group = 0; group < shape.groups(); group++) {
      int count = shape.groupEntries(group);
      for (int i = 0; i < count; i++) {
        int at = pages.row(IndexLayout.ENTRY_LENGTH);
        PageWriter.fill(entries.cursor, pages.buffer(), at);
        words[i] = Fingerprint.read(pages.buffer(), at).word(0);
      }
      pages.endSection();
      writeFilter(count);
      fences[group * 2] = words[0];
      fences[group * 2 + 1] = words[count - 1];
    }
    return fences;
  }

  private void writeFilter(int count) throws IOException {
    char[] filter = new char[GroupFilter.buckets(count) + count];
    GroupFilter.fill(words, count, filter);
    for (char number : filter) {
      int at = pages.row(IndexLayout.FILTER_LENGTH);
      LittleEndian.put16(pages.buffer(), at, number);
    }
    pages.endSection();
  }

  private static void writeFences(PageWriter pages, long[] fences) throws IOException {
    for (int i = 0; i < fences.length; i += 2) {
      int at = pages.row(IndexLayout.FENCE_LENGTH);
      LittleEndian.put64(pages.buffer(), at, fences[i]);
      LittleEndian.put64(pages.buffer(), at + 8, fences[i + 1]);
    }
    pages.endSection();
  }
}
