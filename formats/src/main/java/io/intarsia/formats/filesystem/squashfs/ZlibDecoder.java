package io.intarsia.formats.filesystem.squashfs;

import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Deflate with zlib's header and checksum. */
final class ZlibDecoder implements BlockDecoder {
  private final Inflater inflater = new Inflater();

  @Override
  public int decode(byte[] source, int length, byte[] target) throws IOException {
    inflater.reset();
    inflater.setInput(source, 0, length);
    int done = 0;
    try {
      while (!inflater.finished()) {
        int n = inflater.inflate(target, done, target.length - done);
        if (n == 0 && !inflater.finished()) {
          throw new IOException("too short or too long");
        }
        done += n;
      }
    } catch (DataFormatException e) {
      throw new IOException(e);
    }
    return done;
  }
}
