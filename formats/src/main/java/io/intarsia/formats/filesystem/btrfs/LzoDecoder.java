package io.intarsia.formats.filesystem.btrfs;

import io.airlift.compress.lzo.LzoDecompressor;
import io.intarsia.bytes.LittleEndian;

/**
 * The container that btrfs puts around LZO1X: u32 length of all, itself included; then for each
 * sector of the file u32 length and so many bytes. A length never straddles sectors: where fewer
 * than four bytes are left of one, it stands at the start of the next.
 *
 * <p>A class of its own, so that the library is loaded only where it is needed.
 */
final class LzoDecoder {
  private LzoDecoder() {}

  /** Fills the target from its start, and says whether it could. */
  static boolean decode(byte[] source, int sectorSize, byte[] target) {
    if (source.length < Integer.BYTES) {
      return false;
    }
    long total = LittleEndian.u32(source, 0);
    if (total > source.length) {
      return false;
    }
    LzoDecompressor decompressor = new LzoDecompressor();
    int at = Integer.BYTES;
    int done = 0;
    while (done < target.length && at + Integer.BYTES <= total) {
      long length = LittleEndian.u32(source, at);
      at += Integer.BYTES;
      if (length == 0 || length > total - at) {
        return false;
      }
      int room = Math.min(sectorSize, target.length - done);
      try {
        done += decompressor.decompress(source, at, (int) length, target, done, room);
      } catch (RuntimeException e) {
        // The library has more than one for what is damaged.
        return false;
      }
      at += (int) length;
      int left = sectorSize - at % sectorSize;
      at += left < Integer.BYTES ? left : 0;
    }
    return true;
  }
}
