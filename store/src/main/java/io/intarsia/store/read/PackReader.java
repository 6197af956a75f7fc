package io.intarsia.store.read;

import io.intarsia.store.FrameId;
import io.intarsia.store.PackId;
import io.intarsia.store.blob.Blob;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.InvalidObjectException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.frame.Bases;
import io.intarsia.store.frame.FrameCodec;
import io.intarsia.store.frame.TwinCrc;
import io.intarsia.store.pack.PackLayout;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
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
  private final BaseReader bases;

  /**
   * @param places of the chunks that frames with a prefix need
   */
  public PackReader(BlobStore blobs, FrameCodec codec, PlaceSource places) {
    this.blobs = blobs;
    this.codec = codec;
    this.bases = new BaseReader(places, this);
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
      readStored(frame, into, frame.storedLength());
      checkStored(frame, into, 0);
      return frame.plainLength();
    }
    // reading the bases takes the thread's buffer
    byte[] stored =
        frame.codec() == PackLayout.PREFIXED
            ? new byte[frame.storedLength()]
            : buffer(frame.storedLength());
    readStored(frame, stored, frame.storedLength());
    return decode(frame, stored, 0, into);
  }

  /**
   * The same of a frame whose stored bytes are at hand.
   *
   * @param stored holds them from {@code offset} on
   */
  public int decode(FrameId frame, byte[] stored, int offset, byte[] into) throws IOException {
    checkRoom(frame, into);
    checkStored(frame, stored, offset);
    if (frame.codec() == PackLayout.STORED) {
      System.arraycopy(stored, offset, into, 0, frame.plainLength());
      return frame.plainLength();
    }
    int length = decompress(frame, stored, offset, into);
    if (length != frame.plainLength()) {
      throw damaged(frame, "a frame cannot be decompressed");
    }
    return length;
  }

  /** Plain length; -1 if the bytes cannot be decompressed. */
  private int decompress(FrameId frame, byte[] stored, int offset, byte[] into) throws IOException {
    int length = frame.storedLength();
    return switch (frame.codec()) {
      case PackLayout.ZSTD -> codec.decompress(stored, offset, length, into, frame.plainLength());
      case PackLayout.PREFIXED -> {
        int head;
        byte[] prefix;
        try {
          List<Fingerprint> needed = Bases.read(stored, offset, length);
          head = Bases.length(needed.size());
          prefix = bases.prefix(needed);
        } catch (StoreException e) {
          throw damaged(frame, "what a frame builds on cannot be read: " + e.getMessage());
        }
        yield codec.decompress(
            prefix, stored, offset + head, length - head, into, frame.plainLength());
      }
      default -> -1;
    };
  }

  /**
   * Reads and verifies the stored bytes of a frame.
   *
   * @throws DamagedException if they are not those written, or the pack is missing
   */
  public byte[] readStored(FrameId frame) throws IOException {
    byte[] stored = new byte[frame.storedLength()];
    readStored(frame, stored, stored.length);
    checkStored(frame, stored, 0);
    return stored;
  }

  /**
   * Reads what a frame is to be compressed after.
   *
   * @param needed chunks that lie in frames without a prefix
   * @return a zero, then their bytes in order
   * @throws StoreException if one of them cannot be read
   */
  public byte[] prefix(List<Fingerprint> needed) throws IOException {
    return bases.prefix(needed);
  }

  /**
   * Which chunks are needed to read a frame; none unless it has a prefix. The frame itself is not
   * read.
   *
   * @throws DamagedException if what says it is damaged, or the pack is missing
   */
  public List<Fingerprint> bases(FrameId frame) throws IOException {
    if (frame.codec() != PackLayout.PREFIXED) {
      return List.of();
    }
    int length = Math.min(Bases.MOSTLY, frame.storedLength());
    byte[] head = buffer(Bases.MAX_LENGTH);
    readStored(frame, head, length);
    int needed = Math.min(Bases.lengthAt(head, 0), frame.storedLength());
    if (needed > length) {
      readStored(frame, head, needed);
      length = needed;
    }
    try {
      return Bases.read(head, 0, length);
    } catch (InvalidObjectException e) {
      throw damaged(frame, "it cannot be told what a frame builds on");
    }
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
      readFrom(frame, stored, frame.storedLength());
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      return; // nothing of it is left
    }
    if (!plain) {
      try {
        decompress(frame, stored, 0, into);
      } catch (ClosedChannelException e) {
        throw e;
      } catch (IOException e) {
        return; // nothing can be made of it
      }
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

  private void readStored(FrameId frame, byte[] into, int length) throws IOException {
    try {
      readFrom(frame, into, length);
    } catch (EOFException e) {
      throw damaged(frame, "it ends too early");
    } catch (NoSuchFileException e) {
      throw damaged(frame, "it is missing");
    }
  }

  private void readFrom(FrameId frame, byte[] into, int length) throws IOException {
    for (int attempt = 1; ; attempt++) {
      Blob blob = blob(frame.pack());
      try {
        blob.read(frame.offset(), into, 0, length);
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
