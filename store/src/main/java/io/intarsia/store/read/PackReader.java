package io.intarsia.store.read;

import io.intarsia.store.FrameId;
import io.intarsia.store.PackId;
import io.intarsia.store.blob.Blob;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.frame.FrameCodec;
import io.intarsia.store.frame.TwinCrc;
import io.intarsia.store.pack.PackLayout;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads frames from packs, which it keeps open, the least recently used closed. Thread-safe. */
public final class PackReader implements AutoCloseable {
  private static final int BUFFER_STEP = 256 << 10;
  private static final int MAX_OPEN = 128;

  private final BlobStore blobs;
  private final FrameCodec codec;
  private final LinkedHashMap<PackId, Blob> open = new LinkedHashMap<>(16, 0.75f, true);
  private final ThreadLocal<byte[]> buffers = ThreadLocal.withInitial(() -> new byte[0]);

  public PackReader(BlobStore blobs, FrameCodec codec) {
    this.blobs = blobs;
    this.codec = codec;
  }

  /**
   * Reads and verifies a frame.
   *
   * @param into at least {@link FrameId#plainLength} bytes
   * @return plain length
   * @throws DamagedException if the bytes are not those written, or the pack is missing
   */
  public int read(FrameId frame, byte[] into) throws IOException {
    checkRoom(frame, into);
    if (frame.codec() == PackLayout.STORED) {
      readStored(frame, into);
      checkStored(frame, into, 0);
      return frame.plainLength();
    }
    byte[] stored = buffer(frame.storedLength());
    readStored(frame, stored);
    return decode(frame, stored, 0, into);
  }

  /**
   * The same of a frame whose stored bytes are at hand.
   *
   * @param stored holds them from {@code offset} on
   */
  public int decode(FrameId frame, byte[] stored, int offset, byte[] into) throws DamagedException {
    checkRoom(frame, into);
    checkStored(frame, stored, offset);
    if (frame.codec() == PackLayout.STORED) {
      System.arraycopy(stored, offset, into, 0, frame.plainLength());
      return frame.plainLength();
    }
    int length = codec.decompress(stored, offset, frame.storedLength(), into, frame.plainLength());
    if (frame.codec() != PackLayout.ZSTD || length != frame.plainLength()) {
      throw damaged(frame, "a frame cannot be decompressed");
    }
    return length;
  }

  /**
   * Reads what is left of a damaged frame: unverified bytes, as many as can be read and
   * decompressed, then zeros. Which of the chunks are intact their fingerprints tell.
   *
   * @param into at least {@link FrameId#plainLength} bytes
   */
  public void readDamaged(FrameId frame, byte[] into) throws IOException {
    checkRoom(frame, into);
    Arrays.fill(into, 0, frame.plainLength(), (byte) 0);
    boolean plain = frame.codec() == PackLayout.STORED;
    byte[] stored = plain ? into : new byte[frame.storedLength()];
    try {
      readFrom(frame, stored);
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      return; // nothing of it is left
    }
    if (!plain) {
      codec.decompress(stored, 0, frame.storedLength(), into, frame.plainLength());
    }
  }

  private static void checkRoom(FrameId frame, byte[] into) {
    int plainLength = frame.plainLength();
    if (plainLength > into.length
        || plainLength > PackLayout.MAX_FRAME
        || frame.storedLength() > plainLength) {
      throw new IllegalArgumentException("no room for a frame of " + plainLength + " bytes");
    }
  }

  private static void checkStored(FrameId frame, byte[] stored, int offset)
      throws DamagedException {
    if (TwinCrc.of(stored, offset, frame.storedLength()) != frame.checksum()) {
      throw damaged(frame, "the checksum of a frame is wrong");
    }
  }

  private byte[] buffer(int length) {
    byte[] buffer = buffers.get();
    if (buffer.length < length) {
      buffer = new byte[Math.ceilDiv(length, BUFFER_STEP) * BUFFER_STEP];
      if (length <= 2 << 20) {
        buffers.set(buffer);
      }
    }
    return buffer;
  }

  private void readStored(FrameId frame, byte[] into) throws IOException {
    try {
      readFrom(frame, into);
    } catch (EOFException e) {
      throw damaged(frame, "it ends too early");
    } catch (NoSuchFileException e) {
      throw damaged(frame, "it is missing");
    }
  }

  private void readFrom(FrameId frame, byte[] into) throws IOException {
    for (int attempt = 1; ; attempt++) {
      Blob blob = blob(frame.pack());
      try {
        blob.read(frame.offset(), into, 0, frame.storedLength());
        return;
      } catch (ClosedChannelException e) {
        // closed as the least recently used, or by an interrupt, which is the caller's business
        forget(frame.pack(), blob);
        if (attempt == 3 || Thread.currentThread().isInterrupted()) {
          throw e;
        }
      }
    }
  }

  private Blob blob(PackId pack) throws IOException {
    synchronized (open) {
      Blob known = open.get(pack);
      if (known != null) {
        return known;
      }
      Blob opened = blobs.open(PackLayout.key(pack));
      open.put(pack, opened);
      closeEldest();
      return opened;
    }
  }

  private void closeEldest() throws IOException {
    if (open.size() > MAX_OPEN) {
      Map.Entry<PackId, Blob> eldest = open.firstEntry();
      open.remove(eldest.getKey());
      eldest.getValue().close();
    }
  }

  private void forget(PackId pack, @Nullable Blob blob) {
    synchronized (open) {
      open.remove(pack, blob);
    }
  }

  private static DamagedException damaged(FrameId frame, String what) {
    return new DamagedException(PackLayout.key(frame.pack()), what, frame.offset(), null);
  }

  @Override
  public void close() throws IOException {
    synchronized (open) {
      for (Blob blob : open.values()) {
        blob.close();
      }
      open.clear();
    }
  }
}
