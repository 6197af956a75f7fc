package io.intarsia.store.pack;

import io.intarsia.store.chunk.Fingerprint;

/**
 * What a table of contents says about a frame.
 *
 * @param storedLength bytes in the pack
 * @param plainLength bytes after decompression; the sum of the chunks' lengths
 * @param codec {@link PackLayout#STORED}, {@link PackLayout#ZSTD} or {@link PackLayout#PREFIXED}
 * @param checksum {@link io.intarsia.store.frame.TwinCrc} of the stored bytes
 * @param chunkLengths plain length of each chunk, in order
 * @param fingerprints of the chunks, 32 bytes each
 * @param anchors of the chunks, as {@link io.intarsia.store.frame.Anchor} has them; those of
 *     objects are all none
 */
public record PackFrame(
    int storedLength,
    int plainLength,
    byte codec,
    long checksum,
    int[] chunkLengths,
    byte[] fingerprints,
    long[] anchors) {

  public int chunkCount() {
    return chunkLengths.length;
  }

  /** Fingerprint of the chunk of that number, from 0. */
  public Fingerprint fingerprint(int chunk) {
    return Fingerprint.read(fingerprints, chunk * Fingerprint.LENGTH);
  }
}
