package io.intarsia.library.checkin.match;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.Zeros;
import io.intarsia.library.checkin.plan.DiskReads;
import io.intarsia.library.manifest.BlockMap;
import io.intarsia.library.progress.Progress;
import io.intarsia.library.workspace.Ahead;
import io.intarsia.store.ChunkReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Compares a disk with a stored one of the same size. What is stored is not read but where a
 * stretch is a part of a chunk: whole chunks are known by their hashes. Used by one thread.
 */
public final class DiskMatch {
  private static final int BATCH_BYTES = 1 << 20;

  private final ByteSource disk;
  private final BlockMap map;
  private final ChunkReader reader;
  private final int batchBytes;

  /** Ends a comparison. */
  private static final class DifferentException extends IOException {
    private static final long serialVersionUID = 1L;

    DifferentException() {
      super("the disk has other bytes");
    }
  }

  /**
   * @param map of a disk of the same size
   * @param chunkSize bytes up to which chunks are cut, mostly
   */
  public DiskMatch(ByteSource disk, BlockMap map, ChunkReader reader, int chunkSize) {
    if (disk.size() != map.diskSize()) {
      throw new IllegalArgumentException(disk.size() + " bytes and " + map.diskSize());
    }
    this.disk = disk;
    this.map = map;
    this.reader = reader;
    this.batchBytes = Math.max(BATCH_BYTES, chunkSize);
  }

  /**
   * Compares one run, the first that holds a byte at or after an offset; none in the segment around
   * the offset is taken for equal.
   *
   * @throws io.intarsia.store.error.StoreException when the stored disk cannot be read there
   */
  public boolean matchesAt(long offset) throws IOException {
    List<Stretch.Run> found = new ArrayList<>(1);
    Stretches stretches =
        new Stretches(
            reader,
            stretch -> {
              if (found.isEmpty() && stretch instanceof Stretch.Run run && run.end() > offset) {
                found.add(run);
              }
            });
    map.visit(offset, offset + 1, stretches);
    stretches.end();
    if (found.isEmpty()) {
      return true;
    }
    Stretch.Run first = found.getFirst();
    if (first instanceof Stretch.Zeros) {
      long start = Math.max(offset, first.disk());
      first = new Stretch.Zeros(start, Math.min(first.end() - start, BATCH_BYTES));
    }
    return matches(List.of(first), new byte[(int) first.length()]);
  }

  /**
   * Compares everything, on several threads.
   *
   * @param progress is told of the bytes that were read
   * @throws io.intarsia.store.error.StoreException when the stored disk cannot be read
   */
  public boolean matches(ExecutorService threads, Progress progress) throws IOException {
    try (Comparison comparison = new Comparison(threads, progress)) {
      Stretches stretches = new Stretches(reader, comparison::add);
      map.visit(0, map.diskSize(), stretches);
      stretches.end();
      comparison.end();
      return true;
    } catch (DifferentException e) {
      return false;
    }
  }

  /**
   * Compares stretches, in order.
   *
   * @param buffer at least as long as they are together
   */
  private boolean matches(List<Stretch> stretches, byte[] buffer) throws IOException {
    int next = 0;
    while (next < stretches.size()) {
      if (stretches.get(next) instanceof Stretch.Parts parts) {
        next++;
        if (!matches(parts)) {
          return false;
        }
        continue;
      }
      int first = next;
      next = endOfRuns(stretches, first);
      if (!matchRuns(stretches.subList(first, next), buffer)) {
        return false;
      }
    }
    return true;
  }

  /** The number of the first stretch that does not follow the one before on the disk. */
  private static int endOfRuns(List<Stretch> stretches, int first) {
    int next = first + 1;
    long end = ((Stretch.Run) stretches.get(first)).end();
    while (next < stretches.size()
        && stretches.get(next) instanceof Stretch.Run run
        && run.disk() == end) {
      end = run.end();
      next++;
    }
    return next;
  }

  /** Compares runs that lie together on the disk. */
  private boolean matchRuns(List<Stretch> runs, byte[] buffer) throws IOException {
    Stretch.Run first = (Stretch.Run) runs.getFirst();
    Stretch.Run last = (Stretch.Run) runs.getLast();
    DiskReads.read(disk, first.disk(), buffer, 0, (int) (last.end() - first.disk()));
    int at = 0;
    for (Stretch run : runs) {
      int length = (int) run.length();
      boolean same =
          run instanceof Stretch.Hashed hashed
              ? reader.fingerprints().ofChunk(buffer, at, length).equals(hashed.fingerprint())
              : Zeros.isZero(buffer, at, length);
      if (!same) {
        return false;
      }
      at += length;
    }
    return true;
  }

  /**
   * Compares pieces of a chunk. What is missing of it is mostly a hole of its file: then it can be
   * put together and hashed, in a hundredth of the time that reading its frame takes.
   */
  private boolean matches(Stretch.Parts parts) throws IOException {
    byte[] found = new byte[parts.chunkLength()];
    for (Stretch.Piece piece : parts.pieces()) {
      DiskReads.read(disk, piece.disk(), found, piece.from(), piece.length());
    }
    if (reader.fingerprints().ofChunk(found, 0, found.length).equals(parts.chunk())) {
      return true;
    }
    byte[] stored = reader.readChunk(parts.chunk());
    for (Stretch.Piece piece : parts.pieces()) {
      int end = piece.from() + piece.length();
      if (!Arrays.equals(stored, piece.from(), end, found, piece.from(), end)) {
        return false;
      }
    }
    return true;
  }

  /** Hands out stretches in batches, each with a buffer that is used again. */
  private final class Comparison implements AutoCloseable {
    private final Ahead<Compared> ahead;
    private final Progress progress;
    private final ArrayDeque<byte[]> freeBuffers = new ArrayDeque<>();
    private List<Stretch> batch = new ArrayList<>();
    private int bytes;

    /**
     * @param buffer free again, or null where it was not one of those
     */
    private record Compared(boolean same, int bytes, byte @Nullable [] buffer) {}

    Comparison(ExecutorService threads, Progress progress) {
      this.ahead =
          new Ahead<>(
              threads,
              Ahead.withBuffers(2 * Runtime.getRuntime().availableProcessors() + 2, batchBytes),
              this::take);
      this.progress = progress;
    }

    void add(Stretch stretch) throws IOException {
      if (stretch instanceof Stretch.Zeros zeros) {
        addZeros(zeros.disk(), zeros.end());
      } else {
        addData(stretch);
      }
    }

    /** Holes need not be read. */
    private void addZeros(long from, long to) throws IOException {
      long pos = disk.nextData(from);
      while (pos < to) {
        long end = Math.min(to, disk.nextHole(pos));
        while (pos < end) {
          long length = Math.min(BATCH_BYTES, end - pos);
          addData(new Stretch.Zeros(pos, length));
          pos += length;
        }
        pos = disk.nextData(end);
      }
    }

    private void addData(Stretch stretch) throws IOException {
      if (bytes + stretch.length() > batchBytes) {
        submit();
      }
      batch.add(stretch);
      bytes += (int) stretch.length();
    }

    void end() throws IOException {
      submit();
      ahead.drain();
    }

    private void submit() throws IOException {
      if (batch.isEmpty()) {
        return;
      }
      ahead.makeRoom();
      List<Stretch> stretches = batch;
      int length = bytes;
      boolean fits = length <= batchBytes; // else it is one chunk of another chunk size
      byte[] free = fits ? freeBuffers.poll() : null;
      byte[] buffer = free != null ? free : new byte[fits ? batchBytes : length];
      ahead.submit(() -> new Compared(matches(stretches, buffer), length, fits ? buffer : null));
      batch = new ArrayList<>();
      bytes = 0;
    }

    private void take(Compared compared) throws DifferentException {
      if (!compared.same()) {
        throw new DifferentException();
      }
      if (compared.buffer() != null) {
        freeBuffers.push(compared.buffer());
      }
      progress.advance(compared.bytes());
    }

    @Override
    public void close() {
      ahead.close();
    }
  }
}
