package io.intarsia.library.checkin.plan;

import io.intarsia.bytes.BigEndian;
import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A Linux swap space, told by the magic that ends its first page.
 *
 * @param kind plain swap, or one that holds the memory of a system that sleeps
 * @param pageBytes page size of the machine that made it
 * @param lastPage number of its last page ({@code last_page} of {@code swap_header}), the first
 *     being 0; 0 when the header does not say it or is not sound
 */
record SwapSpace(Junk kind, int pageBytes, long lastPage) {
  private static final int[] PAGE_SIZES = {4096, 8192, 16384, 65536};
  private static final int MAGIC_BYTES = 10;

  /** The header begins behind room for a boot loader. */
  private static final int HEADER = 1024;

  private static final int LAST_PAGE = HEADER + 4;
  private static final int VERSION = 1;

  /** The swap space that covers the source, or null. */
  static @Nullable SwapSpace find(ByteSource source) throws IOException {
    for (int page : PAGE_SIZES) {
      if (source.size() < page) {
        return null;
      }
      byte[] magic = source.read(page - MAGIC_BYTES, MAGIC_BYTES);
      String text = new String(magic, StandardCharsets.ISO_8859_1);
      if (text.equals("SWAPSPACE2") || text.equals("SWAP-SPACE")) {
        return new SwapSpace(Junk.SWAP, page, lastPage(source, page));
      }
      if (text.startsWith("S1SUSPEND") || text.startsWith("S2SUSPEND")) {
        return new SwapSpace(Junk.HIBERNATION, page, lastPage(source, page));
      }
    }
    return null;
  }

  /** In the byte order of the machine that made it. */
  private static long lastPage(ByteSource source, int pageBytes) throws IOException {
    byte[] header = source.read(0, pageBytes);
    long last = 0;
    if (LittleEndian.u32(header, HEADER) == VERSION) {
      last = LittleEndian.u32(header, LAST_PAGE);
    } else if (BigEndian.u32(header, HEADER) == VERSION) {
      last = BigEndian.u32(header, LAST_PAGE);
    }
    return last < source.size() / pageBytes ? last : 0;
  }
}
