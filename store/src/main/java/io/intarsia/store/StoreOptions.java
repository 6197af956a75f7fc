package io.intarsia.store;

/**
 * What is chosen when a store is created, and saved in the store header. All but the chunk size can
 * be changed later, see {@link StoreSettings}.
 *
 * @param chunkSize bytes of a full chunk: a power of two, 4 KiB to 4 MiB
 * @param frameSize plain bytes at which a frame is full: {@code chunkSize} to 8 MiB
 * @param packSize stored bytes at which a pack is sealed: {@code frameSize} to 1 GiB
 * @param compressionLevel of zstd, 1 to 19
 */
public record StoreOptions(int chunkSize, int frameSize, long packSize, int compressionLevel) {
  public static final StoreOptions DEFAULT = new StoreOptions(64 << 10, 2 << 20, 64L << 20, 2);

  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  public StoreOptions {
    if (chunkSize < 4 << 10 || chunkSize > 4 << 20 || Integer.bitCount(chunkSize) != 1) {
      throw new IllegalArgumentException(
          "the chunk size must be a power of two from 4 KiB to 4 MiB, not " + chunkSize);
    }
    if (frameSize < chunkSize || frameSize > 8 << 20) {
      throw new IllegalArgumentException(
          "the frame size must be from the chunk size to 8 MiB, not " + frameSize);
    }
    if (packSize < frameSize || packSize > 1L << 30) {
      throw new IllegalArgumentException(
          "the pack size must be from the frame size to 1 GiB, not " + packSize);
    }
    if (compressionLevel < 1 || compressionLevel > 19) {
      throw new IllegalArgumentException(
          "the compression level must be from 1 to 19, not " + compressionLevel);
    }
  }

  /** The defaults with another chunk size, and frames at least as large as one chunk. */
  public static StoreOptions ofChunkSize(int chunkSize) {
    return new StoreOptions(
        chunkSize,
        Math.max(chunkSize, DEFAULT.frameSize),
        DEFAULT.packSize,
        DEFAULT.compressionLevel);
  }
}
