package io.intarsia.store.insert;

import com.github.luben.zstd.Zstd;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.frame.Bases;
import io.intarsia.store.frame.Fingerprints;
import io.intarsia.store.frame.FrameCodec;
import io.intarsia.store.frame.TwinCrc;
import io.intarsia.store.pack.PackFrame;
import io.intarsia.store.pack.PackLayout;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A frame on its way: filled by the writer thread, then compressed by whoever claims it, then
 * appended to a pack.
 */
final class FrameJob {
  /** The part that bases have to save of what a frame takes without; they are read with it. */
  private static final int LEAST_GAIN = 4;

  private final int frameNumber;
  private final byte kind;
  private final byte[] plain;
  private final AtomicBoolean claimed = new AtomicBoolean();
  private final Map<Fingerprint, Base> bases = new LinkedHashMap<>();
  private int length;
  private int baseBytes;
  private int storedBaseBytes;
  private int chunkCount;
  private int[] chunkLengths = new int[32];
  private byte[] fingerprints = new byte[32 * Fingerprint.LENGTH];
  private volatile @Nullable Result result;
  private volatile boolean failed;
  private boolean isCopy;

  /**
   * @param stored bytes as they go into the pack, from index 0
   */
  record Result(PackFrame frame, byte[] stored) {
    /** Whether the frame needs other chunks. */
    boolean isPrefixed() {
      return frame.codec() == PackLayout.PREFIXED;
    }
  }

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

  /** Whether this frame may be compressed after a chunk too. */
  boolean hasRoomFor(Base base) {
    return bases.containsKey(base.fingerprint())
        || (baseBytes <= plain.length - base.length()
            && bases.size() < Bases.MAX
            && (bases.isEmpty() || base.isDense() == hasDenseBases()));
  }

  /** Whether the chunks after which this is compressed are dense; they all are, or none is. */
  boolean hasDenseBases() {
    return baseBytes > 0 && storedBaseBytes >= baseBytes;
  }

  /** Adds a chunk after which this frame is compressed, for which there is room. */
  void add(Base base) {
    if (bases.putIfAbsent(base.fingerprint(), base) == null) {
      baseBytes += base.length();
      storedBaseBytes += base.storedLength();
    }
  }

  /** Whether the caller is the one to compress this. */
  boolean claim() {
    return claimed.compareAndSet(false, true);
  }

  boolean isClaimed() {
    return claimed.get();
  }

  void compress(
      FrameCodec codec, Fingerprints fingerprinting, BufferPool buffers, Prefixes prefixes)
      throws IOException {
    long[] anchors = kind == PackLayout.OBJECTS ? new long[chunkCount] : anchors(fingerprinting);
    byte[] packed = buffers.take((int) Zstd.compressBound(plain.length));
    int prefixed = compressAfterBases(codec, fingerprinting, packed, prefixes);
    if (prefixed >= 0 && isGain(prefixed, expected())) {
      finish(PackLayout.PREFIXED, packed, prefixed, anchors);
      return;
    }
    byte[] alone = prefixed < 0 ? packed : buffers.take(packed.length);
    int stored = codec.compress(plain, length, alone);
    if (prefixed >= 0 && isGain(prefixed, stored < 0 ? length : stored)) {
      buffers.give(alone);
      finish(PackLayout.PREFIXED, packed, prefixed, anchors);
      return;
    }
    if (prefixed >= 0) {
      buffers.give(packed);
    }
    if (stored < 0) {
      buffers.give(alone);
      finish(PackLayout.STORED, plain, length, anchors);
    } else {
      finish(PackLayout.ZSTD, alone, stored, anchors);
    }
  }

  /** What this would take without its bases, if it can be compressed as well as they could. */
  private int expected() {
    return (int) ((long) length * storedBaseBytes / baseBytes);
  }

  private static boolean isGain(int prefixed, int alone) {
    return prefixed <= alone - alone / LEAST_GAIN;
  }

  /** Length of head and compressed bytes; -1 if that is not possible, or saves too little. */
  private int compressAfterBases(
      FrameCodec codec, Fingerprints fingerprinting, byte[] into, Prefixes prefixes)
      throws IOException {
    if (bases.isEmpty()) {
      return -1;
    }
    List<Fingerprint> needed = List.copyOf(bases.keySet());
    byte[] prefix;
    try {
      prefix = prefixes.prefix(needed);
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      return -1; // what is wrong with other chunks is for verify to report
    }
    if (!areBases(prefix, fingerprinting)) {
      return -1;
    }
    int head = Bases.length(needed.size());
    int compressed = codec.compress(prefix, plain, length, into, head);
    if (compressed < 0) {
      return -1;
    }
    Bases.write(needed, into);
    return head + compressed;
  }

  /** Bytes that are built upon have to be those that anybody will read later. */
  private boolean areBases(byte[] prefix, Fingerprints fingerprinting) {
    int at = 1;
    for (Base base : bases.values()) {
      if (at + base.length() > prefix.length
          || !fingerprinting.ofChunk(prefix, at, base.length()).equals(base.fingerprint())) {
        return false;
      }
      at += base.length();
    }
    return at == prefix.length;
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

  /** Takes a frame that was compressed before. */
  void finish(PackFrame frame, byte[] stored) {
    claimed.set(true);
    isCopy = true;
    result = new Result(frame, stored);
  }

  /** Gives back what was taken from the pool, once nobody needs it any more. */
  void release(BufferPool buffers) {
    if (isCopy) {
      return;
    }
    Result done = result;
    buffers.give(plain);
    if (done != null && done.frame.codec() != PackLayout.STORED) {
      buffers.give(done.stored);
    }
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
