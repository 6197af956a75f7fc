package io.intarsia.store.insert;

import com.github.luben.zstd.Zstd;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.frame.Fingerprints;
import io.intarsia.store.frame.FrameCodec;
import io.intarsia.store.frame.TwinCrc;
import io.intarsia.store.pack.PackFrame;
import io.intarsia.store.pack.PackLayout;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A frame on its way: filled by the writer thread, then compressed by whoever claims it, then
 * appended to a pack.
 */
final class FrameJob {
  private final int frameNumber;
  private final byte kind;
  private final byte[] plain;
  private final AtomicBoolean claimed = new AtomicBoolean();
  private int length;
  private int chunkCount;
  private int[] chunkLengths = new int[32];
  private byte[] fingerprints = new byte[32 * Fingerprint.LENGTH];
  private volatile @Nullable Result result;
  private volatile boolean failed;

  /**
   * @param stored bytes as they go into the pack, from index 0
   */
  record Result(PackFrame frame, byte[] stored) {}

  /**
   * @param frameNumber in the pending index
   * @param kind of the pack it is for
   * @param plain room for the frame
   */
  FrameJob(int frameNumber, byte kind, byte[] plain) {
    this.frameNumber = frameNumber;
    this.kind = kind;
    this.plain = plain;
  }

  int frameNumber() {
    return frameNumber;
  }

  byte[] plain() {
    return plain;
  }

  int length() {
    return length;
  }

  int room() {
    return plain.length - length;
  }

  /** Adds a chunk for which there is room; returns its place in the frame. */
  int add(Fingerprint fingerprint, byte[] bytes, int offset, int count) {
    if (chunkCount == chunkLengths.length) {
      chunkLengths = Arrays.copyOf(chunkLengths, chunkCount * 2);
      fingerprints = Arrays.copyOf(fingerprints, chunkCount * 2 * Fingerprint.LENGTH);
    }
    int at = length;
    System.arraycopy(bytes, offset, plain, at, count);
    fingerprint.write(fingerprints, chunkCount * Fingerprint.LENGTH);
    chunkLengths[chunkCount++] = count;
    length += count;
    return at;
  }

  /** Whether the caller is the one to compress this. */
  boolean claim() {
    return claimed.compareAndSet(false, true);
  }

  boolean isClaimed() {
    return claimed.get();
  }

  void compress(FrameCodec codec, Fingerprints fingerprinting, BufferPool buffers) {
    long[] anchors = kind == PackLayout.CHUNKS ? anchors(fingerprinting) : new long[chunkCount];
    byte[] packed = buffers.take((int) Zstd.compressBound(plain.length));
    int stored = codec.compress(plain, length, packed);
    if (stored < 0) {
      buffers.give(packed);
      finish(PackLayout.STORED, plain, length, anchors);
    } else {
      finish(PackLayout.ZSTD, packed, stored, anchors);
    }
  }

  private long[] anchors(Fingerprints fingerprinting) {
    long[] anchors = new long[chunkCount];
    int at = 0;
    for (int i = 0; i < chunkCount; i++) {
      anchors[i] = fingerprinting.anchor(plain, at, chunkLengths[i]);
      at += chunkLengths[i];
    }
    return anchors;
  }

  private void finish(byte codec, byte[] bytes, int stored, long[] anchors) {
    PackFrame frame =
        new PackFrame(
            stored,
            length,
            codec,
            TwinCrc.of(bytes, 0, stored),
            Arrays.copyOf(chunkLengths, chunkCount),
            Arrays.copyOf(fingerprints, chunkCount * Fingerprint.LENGTH),
            anchors);
    result = new Result(frame, bytes);
  }

  /** Lets this pass through as nothing. */
  void fail() {
    failed = true;
  }

  /** Whether this was compressed, or never will be. */
  boolean isReady() {
    return failed || result != null;
  }

  /** Null until compressed. */
  @Nullable Result result() {
    return result;
  }
}
