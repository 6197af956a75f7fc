package io.intarsia.formats.filesystem.btrfs;

import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decompresses extents, and keeps those that were asked for last: 2 MiB. */
final class CompressedExtents {
  private static final int KEPT = 16;
  private static final float LOAD_FACTOR = 0.75f;

  private final Volume volume;
  private final Map<CompressedExtent, byte[]> kept =
      new LinkedHashMap<>(2 * KEPT, LOAD_FACTOR, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<CompressedExtent, byte[]> eldest) {
          return size() > KEPT;
        }
      };

  CompressedExtents(Volume volume) {
    this.volume = volume;
  }

  /**
   * The bytes of an extent that is compressed or inline. Those that are inline and plain begin at
   * {@link FileExtent#inlineAt}.
   */
  byte[] bytes(FileExtent extent) throws IOException {
    CompressedExtent stored = extent.stored();
    byte[] inline = extent.inline();
    if (stored == null) {
      return Objects.requireNonNull(inline);
    }
    return inline != null
        ? decompress(stored, inline, extent.inlineAt(), extent.inlineLength())
        : onDisk(stored);
  }

  private byte[] onDisk(CompressedExtent stored) throws IOException {
    byte[] bytes = get(stored);
    if (bytes == null) {
      byte[] source = new byte[stored.storedLength()];
      volume.read(stored.address(), source, 0, source.length);
      bytes = decompress(stored, source, 0, source.length);
      put(stored, bytes);
    }
    return bytes;
  }

  private synchronized byte @Nullable [] get(CompressedExtent stored) {
    return kept.get(stored);
  }

  private synchronized void put(CompressedExtent stored, byte[] bytes) {
    kept.put(stored, bytes);
  }

  /** What was compressed may be shorter than the extent; Linux fills it up with zeros. */
  private byte[] decompress(CompressedExtent stored, byte[] source, int at, int length)
      throws IOException {
    byte[] target = new byte[stored.length()];
    boolean good =
        switch (stored.compression()) {
          case Decoders.ZLIB -> Decoders.zlib(source, at, length, target);
          case Decoders.LZO ->
              LzoDecoder.decode(
                  Arrays.copyOfRange(source, at, at + length),
                  volume.superblock().sectorSize(),
                  target);
          case Decoders.ZSTD -> Decoders.zstd(source, at, length, target);
          default ->
              throw new UnsupportedException(
                  volume.source().description(), "btrfs compression " + stored.compression());
        };
    if (!good) {
      throw volume.malformed("compressed extent at logical address " + stored.address());
    }
    return target;
  }
}
