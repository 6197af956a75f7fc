package io.intarsia.formats.image.compressed;

import io.intarsia.bytes.LittleEndian;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A gzip file (RFC 1952): one member after the other, each with a header, deflated bytes, and a
 * trailer of their CRC-32 and number. Zeros may fill it up.
 */
final class GzipMembers extends BulkStream {
  private static final int MAGIC = 0x8B1F;
  private static final int DEFLATE = 8;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xE0;

  /** Modification time, extra flags, operating system. */
  private static final int UNUSED_BYTES = 6;

  private static final int TRAILER_BYTES = 8;
  private static final int BUFFER_BYTES = 1 << 16;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int next;
  private int limit;
  private boolean inMember;
  private boolean ended;

  GzipMembers(InputStream in) throws IOException {
    this.in = in;
    begin(required() | required() << 8);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (inMember || nextMember()) {
      int n = inflate(target, offset, length);
      if (n > 0) {
        crc.update(target, offset, n);
        return n;
      }
      if (inflater.finished()) {
        endMember();
      } else if (inflater.needsDictionary()) {
        throw new IOException("a preset dictionary");
      } else {
        int available = more();
        inflater.setInput(buffer, next, available);
        next = limit;
      }
    }
    return -1;
  }

  private int inflate(byte[] target, int offset, int length) throws IOException {
    try {
      return inflater.inflate(target, offset, length);
    } catch (DataFormatException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Number of bytes in the buffer, which is filled when it is empty. */
  private int more() throws IOException {
    if (next == limit && !fill()) {
      throw new EOFException("unexpected end");
    }
    return limit - next;
  }

  private boolean fill() throws IOException {
    next = 0;
    limit = Math.max(0, in.read(buffer, 0, buffer.length));
    return limit > 0;
  }

  private int required() throws IOException {
    more();
    return buffer[next++] & 0xFF;
  }

  /** Whether another member begins. */
  private boolean nextMember() throws IOException {
    while (!ended) {
      if (next == limit && !fill()) {
        ended = true;
      } else if (buffer[next] != 0) {
        begin(required() | required() << 8);
        return true;
      } else {
        next++;
      }
    }
    return false;
  }

  private void begin(int magic) throws IOException {
    if (magic != MAGIC || required() != DEFLATE) {
      throw new IOException("no gzip header");
    }
    int flags = required();
    if ((flags & RESERVED) != 0) {
      throw new IOException("unknown flags in a header");
    }
    skip(UNUSED_BYTES);
    if ((flags & EXTRA) != 0) {
      skip(required() | required() << 8);
    }
    skipText((flags & NAME) != 0);
    skipText((flags & COMMENT) != 0);
    skip((flags & HEADER_CRC) != 0 ? 2 : 0);
    inflater.reset();
    crc.reset();
    inMember = true;
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      required();
    }
  }

  private void skipText(boolean present) throws IOException {
    int last = present ? required() : 0;
    while (last != 0) {
      last = required();
    }
  }

  private void endMember() throws IOException {
    next = limit - inflater.getRemaining();
    byte[] trailer = new byte[TRAILER_BYTES];
    for (int i = 0; i < TRAILER_BYTES; i++) {
      trailer[i] = (byte) required();
    }
    boolean good =
        LittleEndian.u32(trailer, 0) == crc.getValue()
            && LittleEndian.u32(trailer, 4) == (inflater.getBytesWritten() & 0xFFFFFFFFL);
    if (!good) {
      throw new IOException("a checksum does not agree");
    }
    inMember = false;
  }

  @Override
  public void close() {
    inflater.end();
  }
}
