package io.intarsia.store;

import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.frame.Fingerprints;
import io.intarsia.store.object.StoredObject;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads chunks and objects. Thread-safe. Every method throws {@link
 * io.intarsia.store.error.DamagedException} when the bytes read are not those written.
 */
public interface ChunkReader {
  /** How the store names what is read here. */
  Fingerprints fingerprints();

  /** Where the chunk or object lies; null if the store does not have it. */
  @Nullable Place locate(Fingerprint fingerprint) throws IOException;

  /** The plain bytes of a frame, its checksum verified; not cached. */
  byte[] readFrame(FrameId frame) throws IOException;

  /**
   * The same into {@code into}, which has at least {@link FrameId#plainLength} bytes.
   *
   * @return the number of plain bytes
   */
  int readFrame(FrameId frame, byte[] into) throws IOException;

  /**
   * The plain bytes of a chunk, through a bounded cache of plain frames. The frame's checksum is
   * verified, the fingerprint is not.
   *
   * @throws io.intarsia.store.error.MissingChunkException if the store does not have it
   */
  byte[] readChunk(Fingerprint fingerprint) throws IOException;

  /**
   * Copies bytes of a chunk, as {@link #readChunk} without an array of its own.
   *
   * @param from first byte in the chunk
   * @param length how many; the chunk has at least {@code from + length} bytes
   */
  void readChunk(Fingerprint fingerprint, int from, byte[] into, int offset, int length)
      throws IOException;

  /**
   * An object, its fingerprint verified.
   *
   * @throws io.intarsia.store.error.MissingChunkException if the store does not have it
   */
  StoredObject readObject(Fingerprint fingerprint) throws IOException;
}
