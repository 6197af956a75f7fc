package io.intarsia.formats.image.qcow2;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.PageCache;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.image.mapped.PackedBlocks;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Reads compressed clusters. Whole clusters are decompressed in place; of those that are read in
 * pieces a few are kept. Safe for use by several threads.
 *
 * <p>An entry has, below bit 62, the number of further sectors of 512 bytes and the offset in the
 * file, which is not aligned: with 64 KiB clusters 8 and 54 bits.
 */
final class CompressedClusters implements PackedBlocks, AutoCloseable {
  private static final int SECTOR = 512;
  private static final int MIN_CACHED = 8;
  private static final int CACHE_BYTES = 1 << 20;

  private final ByteSource file;
  private final Qcow2Header header;
  private final PageCache cache;
  private final ArrayDeque<Worker> idle = new ArrayDeque<>();
  private boolean closed;

  /** A decoder with its input buffer. */
  private static final class Worker {
    final ClusterDecoder decoder;
    byte[] input = {};

    Worker(ClusterDecoder decoder) {
      this.decoder = decoder;
    }
  }

  CompressedClusters(ByteSource file, Qcow2Header header) {
    this.file = file;
    this.header = header;
    this.cache = new PageCache(Math.max(MIN_CACHED, CACHE_BYTES >> header.clusterBits()));
  }

  /** Reads a part of the cluster that an L2 entry describes. */
  @Override
  public void read(long l2Entry, long diskOffset, byte[] target, int targetOffset, int length)
      throws IOException {
    if (length == header.clusterSize()) {
      decode(l2Entry, target, targetOffset);
      return;
    }
    byte[] cluster = cache.get(l2Entry);
    if (cluster == null) {
      cluster = new byte[header.clusterSize()];
      decode(l2Entry, cluster, 0);
      cache.put(l2Entry, cluster);
    }
    int inCluster = (int) diskOffset & (header.clusterSize() - 1);
    System.arraycopy(cluster, inCluster, target, targetOffset, length);
  }

  private void decode(long l2Entry, byte[] target, int targetOffset) throws IOException {
    int offsetBits = 62 - (header.clusterBits() - 8);
    long host = l2Entry & ((1L << offsetBits) - 1);
    long sectors = (l2Entry & (Qcow2Layout.FLAG_COMPRESSED - 1)) >>> offsetBits;
    long length = (sectors + 1) * SECTOR - (host & (SECTOR - 1));
    if (host >= file.size()) {
      throw new MalformedException(
          file.description(), "a compressed cluster lies outside the file");
    }
    // The last sector of the file may be short.
    int bytes = (int) Math.min(length, file.size() - host);
    Worker worker = take();
    try {
      if (worker.input.length < bytes) {
        worker.input = new byte[Math.max(bytes, header.clusterSize())];
      }
      file.read(host, worker.input, 0, bytes);
      if (!worker.decoder.decode(worker.input, bytes, target, targetOffset, header.clusterSize())) {
        throw new MalformedException(
            file.description(), "the compressed cluster at byte " + host + " is damaged");
      }
    } finally {
      giveBack(worker);
    }
  }

  private Worker take() {
    Worker worker;
    synchronized (idle) {
      worker = idle.poll();
    }
    return worker != null ? worker : new Worker(ClusterDecoder.of(header.compressionType()));
  }

  private void giveBack(Worker worker) {
    synchronized (idle) {
      if (!closed) {
        idle.push(worker);
        return;
      }
    }
    worker.decoder.close();
  }

  @Override
  public void close() {
    synchronized (idle) {
      closed = true;
      for (@Nullable Worker worker = idle.poll(); worker != null; worker = idle.poll()) {
        worker.decoder.close();
      }
    }
  }
}
