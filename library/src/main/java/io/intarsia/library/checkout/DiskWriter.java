package io.intarsia.library.checkout;

import io.intarsia.library.manifest.BlockMap;
import io.intarsia.library.progress.Progress;
import io.intarsia.library.view.ImageView;
import io.intarsia.library.workspace.Threads;
import io.intarsia.store.ChunkReader;
import io.intarsia.store.FrameId;
import io.intarsia.store.Place;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.InvalidObjectException;
import io.intarsia.store.error.MissingChunkException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Writes a stored disk to a sink frame by frame: the block map is taken in windows; each window's
 * pieces are grouped by frame, so that each frame is read and decompressed once a window, by as
 * many threads as there are processors.
 */
final class DiskWriter {
  /** About 40 MB of places. */
  private static final int PIECES_PER_WINDOW = 1 << 18;

  private static final int ZEROS_BYTES = 1 << 20;

  private final ChunkReader reader;
  private final BlockMap map;
  private final DiskSink sink;
  private final boolean verify;
  private final Progress progress;
  private TreeMap<FrameId, FrameWork> window = new TreeMap<>();
  private int pieces;
  private FrameWork.@Nullable Piece last;
  private @Nullable FrameId lastFrame;
  private long position;
  private long writtenBytes;
  private boolean begun;

  DiskWriter(ChunkReader reader, BlockMap map, DiskSink sink, boolean verify, Progress progress) {
    this.reader = reader;
    this.map = map;
    this.sink = sink;
    this.verify = verify;
    this.progress = progress;
  }

  /** Writes all of the disk and returns the bytes of data written. */
  long write() throws IOException {
    ExecutorService threads = Threads.start("check-out");
    try {
      long step = BlockMap.SEGMENT_BYTES;
      long pos = map.nextStored(0);
      while (pos < map.diskSize()) {
        ImageView.visitChunks(reader::readObject, map, pos, pos + 1, this::add);
        if (pieces >= PIECES_PER_WINDOW) {
          writeWindow(threads);
        }
        pos = map.nextStored(pos - pos % step + step);
      }
      addLast(map.diskSize());
      writeWindow(threads);
      zeros(map.diskSize());
    } finally {
      threads.shutdownNow();
    }
    return writtenBytes;
  }

  private void add(long disk, Fingerprint chunk, int from, int length) throws IOException {
    Place place = reader.locate(chunk);
    if (place == null) {
      throw new MissingChunkException(chunk);
    }
    if ((long) from + length > place.length()) {
      throw new InvalidObjectException("a block map names bytes past the end of chunk " + chunk);
    }
    addLast(disk);
    last = new FrameWork.Piece(disk, chunk, place.offset(), place.length(), from, length, 0);
    lastFrame = place.frame();
    writtenBytes += length;
    zeros(disk);
    position = disk + length;
  }

  /** Adds the last piece to the window, once it is known where the next one begins. */
  private void addLast(long next) {
    if (last == null || lastFrame == null) {
      return;
    }
    long end = last.disk() + last.length();
    int toLine = (int) (-end & (GatheredBlocks.BLOCK - 1));
    window
        .computeIfAbsent(lastFrame, FrameWork::new)
        .add(next - end >= toLine ? last.before(toLine) : last);
    pieces++;
    last = null;
  }

  /** Writes zeros from where the last piece ended, for sinks that need them. */
  private void zeros(long to) throws IOException {
    if (sink.wantsZeros() && position < to) {
      byte[] zeros = new byte[(int) Math.min(ZEROS_BYTES, to - position)];
      for (long pos = position; pos < to; pos += zeros.length) {
        sink.write(pos, zeros, 0, (int) Math.min(zeros.length, to - pos), 0);
      }
    }
  }

  private void writeWindow(ExecutorService threads) throws IOException {
    if (!begun) {
      begun = true;
      sink.expect(writtenBytes);
    }
    ConcurrentLinkedQueue<FrameWork> queue = new ConcurrentLinkedQueue<>(window.values());
    window = new TreeMap<>();
    pieces = 0;
    List<Future<?>> workers = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      workers.add(
          threads.submit(() -> {
            FrameWriter writer = new FrameWriter(reader, sink, verify, progress);
            for (FrameWork work = queue.poll(); work != null; work = queue.poll()) {
              writer.write(work);
            }
            return null;
          }));
    }
    awaitAll(workers, queue);
  }

  private static void awaitAll(List<Future<?>> workers, Collection<FrameWork> queue)
      throws IOException {
    try {
      for (Future<?> worker : workers) {
        Threads.await(worker);
      }
    } finally {
      queue.clear();
    }
  }
}
