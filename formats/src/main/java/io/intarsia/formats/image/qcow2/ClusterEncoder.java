package io.intarsia.formats.image.qcow2;

import com.github.luben.zstd.Zstd;
import java.util.zip.Deflater;

/** Compresses one cluster at a time; for one thread. */
interface ClusterEncoder extends AutoCloseable {

  /**
   * Compresses all of the cluster to the start of the target.
   *
   * @return number of bytes, 0 when they are not fewer than the target has
   */
  int encode(byte[] cluster, byte[] target);

  @Override
  void close();

  /**
   * Raw deflate. QEMU's specification grants readers a window of 4 KiB, and the JDK's deflater has
   * one of 32 KiB; a full flush every 4 KiB keeps matches that near.
   */
  final class ZlibEncoder implements ClusterEncoder {
    private static final int WINDOW_BYTES = 4096;

    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);

    @Override
    public int encode(byte[] cluster, byte[] target) {
      deflater.reset();
      int done = 0;
      for (int at = 0; at < cluster.length && done < target.length; at += WINDOW_BYTES) {
        deflater.setInput(cluster, at, Math.min(WINDOW_BYTES, cluster.length - at));
        done += deflater.deflate(target, done, target.length - done, Deflater.FULL_FLUSH);
      }
      deflater.finish();
      if (done < target.length) {
        done += deflater.deflate(target, done, target.length - done);
      }
      return deflater.finished() && done < target.length ? done : 0;
    }

    @Override
    public void close() {
      deflater.end();
    }
  }

  /** One zstd frame. */
  final class ZstdEncoder implements ClusterEncoder {
    private static final int LEVEL = 3;

    private byte[] room = {};

    @Override
    public int encode(byte[] cluster, byte[] target) {
      int bound = (int) Zstd.compressBound(cluster.length);
      if (room.length < bound) {
        room = new byte[bound];
      }
      int length = (int) Zstd.compressByteArray(room, 0, bound, cluster, 0, cluster.length, LEVEL);
      if (length >= target.length) {
        return 0;
      }
      System.arraycopy(room, 0, target, 0, length);
      return length;
    }

    @Override
    public void close() {}
  }
}
