package io.intarsia.bytes;

import java.io.IOException;

/**
 * Keeps the pages of another source that were read last, for readers of many small structures.
 * Reads of a page's length and more go straight to that source, and do not push pages out. Holes
 * are passed on. Closing it closes that source.
 */
public final class PagedSource implements ByteSource {
  private static final int PAGE_BITS = 16;
  private static final int PAGE_BYTES = 1 << PAGE_BITS;

  private final ByteSource source;
  private final PageCache cache;

  /**
   * @param maxBytes bound of the memory that pages take, at least 256 KiB
   */
  public PagedSource(ByteSource source, int maxBytes) {
    this.source = source;
    this.cache = new PageCache(maxBytes >> PAGE_BITS);
  }

  @Override
  public long size() {
    return source.size();
  }

  @Override
  public String description() {
    return source.description();
  }

  @Override
  public void read(long offset, byte[] target, int targetOffset, int length) throws IOException {
    Ranges.check(this, offset, length);
    if (length >= PAGE_BYTES) {
      source.read(offset, target, targetOffset, length);
      return;
    }
    int done = 0;
    while (done < length) {
      long at = offset + done;
      int inPage = (int) (at & (PAGE_BYTES - 1));
      byte[] page = page(at >> PAGE_BITS);
      int n = Math.min(length - done, page.length - inPage);
      System.arraycopy(page, inPage, target, targetOffset + done, n);
      done += n;
    }
  }

  /** The last page may be short. */
  private byte[] page(long number) throws IOException {
    byte[] page = cache.get(number);
    if (page == null) {
      long start = number << PAGE_BITS;
      page = source.read(start, (int) Math.min(PAGE_BYTES, source.size() - start));
      cache.put(number, page);
    }
    return page;
  }

  @Override
  public long nextData(long offset) throws IOException {
    return source.nextData(offset);
  }

  @Override
  public long nextHole(long offset) throws IOException {
    return source.nextHole(offset);
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
