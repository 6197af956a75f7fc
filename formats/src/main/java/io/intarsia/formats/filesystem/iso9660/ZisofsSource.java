package io.intarsia.formats.filesystem.iso9660;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** The bytes of a compressed file, block by block. Keeps the block that was read last. */
final class ZisofsSource implements ByteSource {
  private static final byte[] MAGIC = {
    0x37, (byte) 0xE4, 0x53, (byte) 0x96, (byte) 0xC9, (byte) 0xDB, (byte) 0xD6, 0x07
  };

  private final ByteSource stored;
  private final Zisofs form;
  private volatile @Nullable Block last;

  private record Block(long number, byte[] bytes) {}

  private ZisofsSource(ByteSource stored, Zisofs form) {
    this.stored = stored;
    this.form = form;
  }

  /**
   * Checks the header.
   *
   * @param stored the compressed bytes
   */
  static ZisofsSource open(ByteSource stored, Zisofs form) throws IOException {
    ZisofsSource source = new ZisofsSource(stored, form);
    long blocks = Math.ceilDiv(form.size(), form.blockBytes());
    long table = (blocks + 1) * Integer.BYTES;
    if (form.size() > 0 && form.headerBytes() + table > stored.size()) {
      throw source.malformed("no room for its table of blocks");
    }
    if (form.size() > 0 && !Arrays.equals(stored.read(0, MAGIC.length), MAGIC)) {
      throw source.malformed("magic");
    }
    return source;
  }

  @Override
  public long size() {
    return form.size();
  }

  @Override
  public String description() {
    return stored.description();
  }

  @Override
  public void read(long offset, byte[] target, int targetOffset, int length) throws IOException {
    Ranges.check(this, offset, length);
    int done = 0;
    while (done < length) {
      long at = offset + done;
      int inBlock = (int) (at & (form.blockBytes() - 1));
      byte[] block = block(at >> form.blockShift());
      int count = Math.min(length - done, block.length - inBlock);
      System.arraycopy(block, inBlock, target, targetOffset + done, count);
      done += count;
    }
  }

  private byte[] block(long number) throws IOException {
    Block known = last;
    if (known != null && known.number == number) {
      return known.bytes;
    }
    byte[] pointers = stored.read(form.headerBytes() + number * Integer.BYTES, 2 * Integer.BYTES);
    long from = LittleEndian.u32(pointers, 0);
    long to = LittleEndian.u32(pointers, Integer.BYTES);
    // Deflate makes at most a little more of what it cannot compress.
    if (to < from || to > stored.size() || to - from > 2L * form.blockBytes()) {
      throw malformed("place of block " + number);
    }
    long start = number << form.blockShift();
    byte[] bytes = new byte[(int) Math.min(form.blockBytes(), form.size() - start)];
    if (to > from) {
      inflate(stored.read(from, (int) (to - from)), bytes, number);
    }
    last = new Block(number, bytes);
    return bytes;
  }

  private void inflate(byte[] compressed, byte[] bytes, long number) throws IOException {
    try (Inflater inflater = new Inflater()) {
      inflater.setInput(compressed);
      int done = 0;
      while (done < bytes.length) {
        int count = inflater.inflate(bytes, done, bytes.length - done);
        if (count == 0) {
          throw malformed("block " + number + " is too short");
        }
        done += count;
      }
    } catch (DataFormatException e) {
      MalformedException damage = malformed("block " + number + " cannot be decompressed");
      damage.initCause(e);
      throw damage;
    }
  }

  private MalformedException malformed(String what) {
    return new MalformedException(stored.description(), "zisofs: " + what);
  }

  /** Nothing is held. */
  @Override
  public void close() {}
}
