package io.intarsia.library.checkin.plan;

import io.intarsia.bytes.ByteSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A Linux swap space, told by the magic that ends its first page.
 *
 * @param kind plain swap, or one that holds the memory of a system that sleeps
 * @param pageBytes page size of the machine that made it
 */
record SwapSpace(Junk kind, int pageBytes) {
  private static final int[] PAGE_SIZES = {4096, 8192, 16384, 65536};
  private static final int MAGIC_BYTES = 10;

  /** The swap space that covers the source, or null. */
  static @Nullable SwapSpace find(ByteSource source) throws IOException {
    for (int page : PAGE_SIZES) {
      if (source.size() < page) {
        return null;
      }
      byte[] magic = source.read(page - MAGIC_BYTES, MAGIC_BYTES);
      String text = new String(magic, StandardCharsets.ISO_8859_1);
      if (text.equals("SWAPSPACE2") || text.equals("SWAP-SPACE")) {
        return new SwapSpace(Junk.SWAP, page);
      }
      if (text.startsWith("S1SUSPEND") || text.startsWith("S2SUSPEND")) {
        return new SwapSpace(Junk.HIBERNATION, page);
      }
    }
    return null;
  }
}
