package io.intarsia.formats.filesystem.squashfs;

import io.intarsia.formats.MalformedException;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Decompresses for several threads, with a decoder for each that is at work. */
final class Decoders {
  private final String where;
  private final int compression;
  private final ConcurrentLinkedQueue<BlockDecoder> idle = new ConcurrentLinkedQueue<>();

  Decoders(String where, int compression) {
    this.where = where;
    this.compression = compression;
  }

  /**
   * Decompresses a block that has at most {@code maxBytes} bytes, which are allocated.
   *
   * @param position on the disk, for messages
   */
  byte[] decode(byte[] block, int maxBytes, long position) throws MalformedException {
    BlockDecoder known = idle.poll();
    BlockDecoder decoder = known != null ? known : BlockDecoder.of(compression);
    byte[] target = new byte[maxBytes];
    try {
      int length = decoder.decode(block, block.length, target);
      return length == maxBytes ? target : Arrays.copyOf(target, length);
    } catch (IOException | RuntimeException e) {
      MalformedException damaged =
          new MalformedException(
              where, "the compressed block at byte " + position + " is damaged: " + e.getMessage());
      damaged.initCause(e);
      throw damaged;
    } finally {
      idle.add(decoder);
    }
  }
}
