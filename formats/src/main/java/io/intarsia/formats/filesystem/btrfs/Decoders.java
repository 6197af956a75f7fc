package io.intarsia.formats.filesystem.btrfs;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The compressions by their numbers. Each fills the target from its start, and says whether it
 * could.
 */
final class Decoders {
  static final int ZLIB = 1;
  static final int LZO = 2;
  static final int ZSTD = 3;

  private Decoders() {}

  /** One zlib stream; what follows it does not matter. */
  static boolean zlib(byte[] source, int at, int length, byte[] target) {
    try (Inflater inflater = new Inflater()) {
      inflater.setInput(source, at, length);
      int done = 0;
      while (done < target.length && !inflater.finished()) {
        int n = inflater.inflate(target, done, target.length - done);
        if (n == 0 && !inflater.finished()) {
          return false;
        }
        done += n;
      }
      return true;
    } catch (DataFormatException e) {
      return false;
    }
  }

  /** One zstd frame; what follows it does not matter. */
  static boolean zstd(byte[] source, int at, int length, byte[] target) {
    try {
      long frame = Zstd.findFrameCompressedSize(source, at, length);
      if (Zstd.isError(frame) || frame > length) {
        return false;
      }
      long n = Zstd.decompressByteArray(target, 0, target.length, source, at, (int) frame);
      return !Zstd.isError(n);
    } catch (ZstdException e) {
      return false;
    }
  }
}
