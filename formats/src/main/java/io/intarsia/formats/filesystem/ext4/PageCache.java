package io.intarsia.formats.filesystem.ext4;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.OutOfRangeException;
import io.intarsia.bytes.Ranges;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The pages of a source that were read last, for metadata: neighbouring inodes and directory blocks
 * cost one read. Safe for several threads.
 */
final class PageCache {
  private static final int PAGE_SIZE = 64 << 10;
  private static final int MAX_PAGES = 192;

  private final ByteSource source;
  private final Map<Long, byte[]> pages = new Pages();

  PageCache(ByteSource source) {
    this.source = source;
  }

  /**
   * Reads exactly {@code length} bytes.
   *
   * @throws OutOfRangeException when they do not lie inside the source
   */
  void read(long offset, byte[] target, int targetOffset, int length) throws IOException {
    Ranges.check(source, offset, length);
    int done = 0;
    while (done < length) {
      long position = offset + done;
      byte[] page = page(position / PAGE_SIZE);
      int inPage = (int) (position % PAGE_SIZE);
      int part = Math.min(length - done, page.length - inPage);
      System.arraycopy(page, inPage, target, targetOffset + done, part);
      done += part;
    }
  }

  private byte[] page(long number) throws IOException {
    synchronized (pages) {
      byte[] known = pages.get(number);
      if (known != null) {
        return known;
      }
    }
    long start = number * PAGE_SIZE;
    byte[] page = source.read(start, (int) Math.min(PAGE_SIZE, source.size() - start));
    synchronized (pages) {
      pages.put(number, page);
    }
    return page;
  }

  /** In order of access; forgets the eldest. */
  private static final class Pages extends LinkedHashMap<Long, byte[]> {
    private static final long serialVersionUID = 1L;

    Pages() {
      super(2 * MAX_PAGES, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
      return size() > MAX_PAGES;
    }
  }
}
