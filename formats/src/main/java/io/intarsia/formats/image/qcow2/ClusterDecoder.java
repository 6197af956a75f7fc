package io.intarsia.formats.image.qcow2;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Decompresses one cluster at a time; for one thread at a time. */
interface ClusterDecoder extends AutoCloseable {

  /**
   * Fills exactly {@code clusterSize} bytes of the target; what follows in the source once that is
   * done does not matter.
   *
   * @return false when the source is damaged
   */
  boolean decode(byte[] source, int sourceLength, byte[] target, int targetOffset, int clusterSize);

  @Override
  void close();

  /** The decoder of a compression type of the header. */
  static ClusterDecoder of(int compressionType) {
    return compressionType == Qcow2Header.COMPRESSION_ZSTD ? new ZstdDecoder() : new ZlibDecoder();
  }

  /** Raw deflate, without zlib's header. */
  final class ZlibDecoder implements ClusterDecoder {
    private final Inflater inflater = new Inflater(true);

    @Override
    public boolean decode(
        byte[] source, int sourceLength, byte[] target, int targetOffset, int clusterSize) {
      inflater.reset();
      inflater.setInput(source, 0, sourceLength);
      int done = 0;
      try {
        while (done < clusterSize) {
          int n = inflater.inflate(target, targetOffset + done, clusterSize - done);
          if (n == 0) {
            return false;
          }
          done += n;
        }
      } catch (DataFormatException e) {
        return false;
      }
      return true;
    }

    @Override
    public void close() {
      inflater.end();
    }
  }

  /** One zstd frame. It is decompressed in one call, so that no window is allocated for it. */
  final class ZstdDecoder implements ClusterDecoder {
    private final ZstdDecompressCtx context = new ZstdDecompressCtx();

    @Override
    public boolean decode(
        byte[] source, int sourceLength, byte[] target, int targetOffset, int clusterSize) {
      try {
        long frame = Zstd.findFrameCompressedSize(source, 0, sourceLength);
        if (Zstd.isError(frame) || frame > sourceLength) {
          return false;
        }
        return context.decompressByteArray(
                target, targetOffset, clusterSize, source, 0, (int) frame)
            == clusterSize;
      } catch (ZstdException e) {
        return false;
      }
    }

    @Override
    public void close() {
      context.close();
    }
  }
}
