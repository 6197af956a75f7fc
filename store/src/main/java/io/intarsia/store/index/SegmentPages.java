package io.intarsia.store.index;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.blob.Blob;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.frame.TwinCrc;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a segment, mapped; those of a long one that cannot be mapped, because it is
 * encrypted, come through a cache. A page is checked when it is first touched; all access to what
 * is in a page goes through {@link #page} or {@link #copy}. Thread-safe.
 */
final class SegmentPages {
  private static final int WINDOW_BITS = 30;
  private static final int PAGE_BITS = 12;

  /** What cannot be mapped and is not longer is read at once. */
  private static final int MAX_HEAP = 2 << 20;

  private static final int PAGES_PER_WINDOW_BITS = WINDOW_BITS - PAGE_BITS;

  private final String key;
  private final long length;
  private final ByteBuffer[] windows;
  private final @Nullable PageGroups groups;
  // a bit lost to a race only means that a page is checked twice
  private final long[] checked;

  /**
   * @param windows all bytes, in pieces of 1 GiB
   */
  SegmentPages(String key, long length, ByteBuffer... windows) {
    this(key, length, null, windows);
  }

  private SegmentPages(
      String key, long length, @Nullable PageGroups groups, ByteBuffer... windows) {
    this.key = key;
    this.length = length;
    this.groups = groups;
    this.windows = new ByteBuffer[windows.length];
    for (int i = 0; i < windows.length; i++) {
      this.windows[i] = windows[i].duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }
    this.checked = new long[(int) (((length >>> PAGE_BITS) + 63) >>> 6)];
  }

  /**
   * @param blob closed by this, or when this is not used any more
   */
  static SegmentPages open(String key, Blob blob) throws IOException {
    if (!blob.isMappable() && blob.size() > MAX_HEAP) {
      return new SegmentPages(key, blob.size(), new PageGroups(blob));
    }
    try (blob) {
      return map(key, blob);
    }
  }

  private static SegmentPages map(String key, Blob blob) throws IOException {
    long length = blob.size();
    long window = 1L << WINDOW_BITS;
    ByteBuffer[] windows = new ByteBuffer[(int) ((length + window - 1) >>> WINDOW_BITS)];
    for (int i = 0; i < windows.length; i++) {
      long position = (long) i << WINDOW_BITS;
      windows[i] = blob.map(position, (int) Math.min(window, length - position));
    }
    return new SegmentPages(key, length, windows);
  }

  String key() {
    return key;
  }

  /** Bytes of the file. */
  long length() {
    return length;
  }

  /** Copies bytes that are in no page that has a checksum of its own. */
  void raw(long position, byte[] into) throws DamagedException {
    if (groups != null) {
      groups.read(position, into, into.length);
      return;
    }
    int done = 0;
    while (done < into.length) {
      ByteBuffer window = windows[(int) ((position + done) >>> WINDOW_BITS)];
      int at = (int) ((position + done) & ((1 << WINDOW_BITS) - 1));
      int count = Math.min(into.length - done, window.limit() - at);
      window.get(at, into, done, count);
      done += count;
    }
  }

  /**
   * The buffer, little-endian, that has a page of the file, checked, from {@link #start} on.
   *
   * @throws DamagedException if the checksum of the page is wrong
   */
  ByteBuffer page(long number) throws DamagedException {
    if ((checked[(int) (number >>> 6)] & (1L << number)) == 0) {
      copy(number, new byte[IndexLayout.PAGE_LENGTH]);
      checked[(int) (number >>> 6)] |= 1L << number;
    }
    if (groups != null) {
      return groups.of(number);
    }
    return windows[(int) (number >>> PAGES_PER_WINDOW_BITS)];
  }

  /** Index of the first byte of a page in its buffer. */
  int start(long number) {
    if (groups != null) {
      return PageGroups.start(number);
    }
    return (int) (number & ((1 << PAGES_PER_WINDOW_BITS) - 1)) << PAGE_BITS;
  }

  /** Copies a page and checks the copy, whether it was checked before or not. */
  void copy(long number, byte[] into) throws DamagedException {
    if (groups != null) {
      groups.read(number << PAGE_BITS, into, IndexLayout.PAGE_LENGTH);
    } else {
      windows[(int) (number >>> PAGES_PER_WINDOW_BITS)].get(
          start(number), into, 0, IndexLayout.PAGE_LENGTH);
    }
    int length = IndexLayout.PAGE_LENGTH - IndexLayout.PAGE_ROWS;
    if (TwinCrc.of(into, IndexLayout.PAGE_ROWS, length) != LittleEndian.i64(into, 0)) {
      throw damaged("the checksum of page " + number + " is wrong");
    }
  }

  DamagedException damaged(String what) {
    return IndexSegment.damaged(key, what);
  }
}
