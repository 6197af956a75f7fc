package io.intarsia.store.index;

import io.intarsia.store.blob.Blob;
import io.intarsia.store.error.DamagedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Pages of a segment that cannot be mapped, by fours, at most {@link #SLOTS} of them in memory.
 * Which one gives way is a matter of its number alone, so that nothing is locked. Thread-safe.
 */
final class PageGroups {
  /** 8 MiB for a segment. */
  private static final int SLOTS = 512;

  private static final int PAGES = 4;
  private static final int LENGTH = PAGES * IndexLayout.PAGE_LENGTH;

  private final Blob blob;
  private final long length;
  private final AtomicReferenceArray<@Nullable Group> slots = new AtomicReferenceArray<>(SLOTS);

  /** Pages that follow each other. */
  private record Group(long number, ByteBuffer bytes) {}

  /**
   * @param blob stays open; the operating system closes it when this is gone
   */
  PageGroups(Blob blob) throws IOException {
    this.blob = blob;
    this.length = blob.size();
  }

  /** The buffer, little-endian, that has a page from {@link #start} on. */
  ByteBuffer of(long page) throws DamagedException {
    long number = page / PAGES;
    int slot = (int) (number % SLOTS);
    Group known = slots.get(slot);
    if (known == null || known.number != number) {
      byte[] bytes = new byte[(int) Math.min(LENGTH, length - number * LENGTH)];
      read(number * LENGTH, bytes, bytes.length);
      known = new Group(number, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
      slots.set(slot, known);
    }
    return known.bytes;
  }

  /** Index of the first byte of a page in its buffer. */
  static int start(long page) {
    return (int) (page % PAGES) * IndexLayout.PAGE_LENGTH;
  }

  void read(long position, byte[] into, int count) throws DamagedException {
    try {
      blob.read(position, into, 0, count);
    } catch (DamagedException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e); // as a mapped file would fail: not where it is expected
    }
  }
}
