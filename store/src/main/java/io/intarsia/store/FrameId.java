package io.intarsia.store;

/**
 * Where a frame lies, and all that is needed to read it. Ordered by pack, then offset: the order in
 * which a disk likes to read. Two are equal when pack and offset are.
 *
 * @param pack the pack
 * @param offset of the stored bytes in the pack file
 * @param storedLength bytes in the pack
 * @param plainLength bytes after decompression
 * @param codec 0 stored, 1 zstd, 2 zstd after a prefix
 * @param checksum {@link io.intarsia.store.frame.TwinCrc} of the stored bytes
 */
public record FrameId(
    PackId pack, long offset, int storedLength, int plainLength, byte codec, long checksum)
    implements Comparable<FrameId> {
  @Override
  public int compareTo(FrameId other) {
    int byPack = pack.compareTo(other.pack);
    return byPack != 0 ? byPack : Long.compare(offset, other.offset);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FrameId that && offset == that.offset && pack.equals(that.pack);
  }

  @Override
  public int hashCode() {
    return pack.hashCode() * 31 + Long.hashCode(offset);
  }
}
