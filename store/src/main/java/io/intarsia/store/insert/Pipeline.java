package io.intarsia.store.insert;

import com.github.luben.zstd.Zstd;
import io.intarsia.store.PackId;
import io.intarsia.store.StoreOptions;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.frame.Fingerprints;
import io.intarsia.store.frame.FrameCodec;
import io.intarsia.store.index.PendingIndex;
import io.intarsia.store.pack.PackFrame;
import io.intarsia.store.pack.PackLayout;
import io.intarsia.store.pack.PackWriter;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes chunks and objects into packs. One thread calls; compression runs on an executor, sealing
 * on threads of its own. The number of frames in flight is bounded, and a caller that has to wait
 * compresses meanwhile, so that it advances even if the executor never runs anything.
 */
public final class Pipeline {
  /** Frames of objects are smaller, since single objects are read. */
  private static final int MAX_OBJECT_FRAME = 256 << 10;

  /**
   * Plain and compressed bytes of the frames in flight, so that neither many processors nor large
   * frames make them outgrow the heap.
   */
  private static final int MAX_IN_FLIGHT_BYTES = 96 << 20;

  private static final int MAX_SEALINGS = 2;
  private static final int WAIT_MILLIS = 20;

  private final BlobStore blobs;
  private final Supplier<PackId> packIds;
  private final StoreOptions options;
  private final FrameCodec codec;
  private final Fingerprints fingerprints;
  private final Prefixes prefixes;
  private final BaseTrust trust;
  private final BaseTrust trustInDense;
  private final Executor compressors;
  private final Executor sealers;
  private final PackLane chunks;
  private final PackLane dependents;
  private final PackLane objects;
  private final BufferPool buffers;
  private final int maxInFlight;
  private final Semaphore permits;
  private final Semaphore sealings = new Semaphore(MAX_SEALINGS);
  private final AtomicLong storedBytes = new AtomicLong();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  public Pipeline(
      BlobStore blobs,
      Supplier<PackId> packIds,
      StoreOptions options,
      FrameCodec codec,
      Fingerprints fingerprints,
      Prefixes prefixes,
      Executor compressors,
      Executor sealers,
      PendingIndex pending) {
    this.blobs = blobs;
    this.packIds = packIds;
    this.options = options;
    this.codec = codec;
    this.fingerprints = fingerprints;
    this.prefixes = prefixes;
    this.trust = new BaseTrust(options.frameSize());
    this.trustInDense = new BaseTrust(options.frameSize());
    this.compressors = compressors;
    this.sealers = sealers;
    this.maxInFlight = maxInFlight(Runtime.getRuntime().availableProcessors(), options.frameSize());
    this.permits = new Semaphore(maxInFlight);
    this.buffers = new BufferPool(maxInFlight, (int) Zstd.compressBound(options.frameSize()));
    int objectFrame = Math.min(options.frameSize(), MAX_OBJECT_FRAME);
    this.chunks = new PackLane(this, pending, PackLayout.CHUNKS, options.frameSize());
    this.dependents = new PackLane(this, pending, PackLayout.DEPENDENT, options.frameSize());
    this.objects = new PackLane(this, pending, PackLayout.OBJECTS, objectFrame);
  }

  /** How many frames are in flight at most. */
  static int maxInFlight(int processors, int frameSize) {
    return Math.min(2 * processors + 2, MAX_IN_FLIGHT_BYTES / (2 * frameSize));
  }

  /** Adds a chunk that is not pending. Writer thread. */
  public void addChunk(Fingerprint fingerprint, byte[] bytes, int offset, int length)
      throws IOException {
    throwFailure();
    chunks.add(fingerprint, bytes, offset, length, null);
  }

  /** Whether a chunk of that length is to be compressed after another one. */
  public boolean trusts(Base base, int length) {
    return trust(base.isDense()).allows(length);
  }

  private BaseTrust trust(boolean inDense) {
    return inDense ? trustInDense : trust;
  }

  /**
   * Adds a chunk that is not pending, to be compressed after another one. Writer thread.
   *
   * @param base at most as long as a frame
   */
  public void addChunk(Fingerprint fingerprint, byte[] bytes, int offset, int length, Base base)
      throws IOException {
    throwFailure();
    dependents.add(fingerprint, bytes, offset, length, base);
  }

  /**
   * Adds a frame with a prefix as it stands in another pack, with chunks that are not pending.
   * Writer thread.
   *
   * @param stored its bytes, which are kept for a while
   */
  public void addFrame(PackFrame frame, byte[] stored) throws IOException {
    throwFailure();
    dependents.add(frame, stored);
  }

  /** Adds an encoded object that is not pending. Writer thread. */
  public void addObject(Fingerprint fingerprint, byte[] encoded) throws IOException {
    throwFailure();
    objects.add(fingerprint, encoded, 0, encoded.length, null);
  }

  /** Bytes of the packs sealed so far. */
  public long storedBytes() {
    return storedBytes.get();
  }

  /** Seals the packs of chunks in the background. More may be added afterwards. */
  public void sealChunks() throws IOException {
    chunks.flush();
    dependents.flush();
    awaitFrames();
    throwFailure();
    chunks.seal();
    dependents.seal();
  }

  /** Seals all packs and waits until they are durable. More may be added afterwards. */
  public void seal() throws IOException {
    chunks.flush();
    dependents.flush();
    objects.flush();
    awaitFrames();
    throwFailure();
    chunks.seal();
    dependents.seal();
    objects.seal();
    awaitSealers();
    throwFailure();
  }

  /** Gives up what is not sealed; an interrupt, often the reason for it, does not stop that. */
  public void abandon() throws IOException {
    failure.compareAndSet(null, new IOException("the inserter was closed"));
    boolean interrupted = Thread.interrupted();
    try {
      awaitFrames();
      closeAll(chunks::abandon, dependents::abandon, objects::abandon, this::awaitSealers);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** One after the other, whatever those before come to. */
  private static void closeAll(Closeable a, Closeable b, Closeable c, Closeable d)
      throws IOException {
    try (d;
        c;
        b;
        a) {
      return;
    }
  }

  BlobStore blobs() {
    return blobs;
  }

  BufferPool buffers() {
    return buffers;
  }

  PackId nextPackId() {
    return packIds.get();
  }

  long packSize() {
    return options.packSize();
  }

  void acquirePermit() throws IOException {
    acquire(1);
    if (failure.get() != null) {
      permits.release();
      throwFailure();
    }
  }

  private void awaitFrames() throws IOException {
    acquire(maxInFlight);
    permits.release(maxInFlight);
  }

  private void acquire(int count) throws IOException {
    try {
      while (!permits.tryAcquire(count)) {
        if (!help(chunks) && !help(dependents) && !help(objects)) {
          if (permits.tryAcquire(count, WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while writing to the store", e);
    }
  }

  private boolean help(PackLane lane) {
    FrameJob job = lane.unclaimed();
    if (job != null) {
      run(lane, job);
    }
    return job != null;
  }

  void execute(PackLane lane, FrameJob job) {
    try {
      compressors.execute(() -> run(lane, job));
    } catch (RejectedExecutionException e) {
      run(lane, job);
    }
  }

  private void run(PackLane lane, FrameJob job) {
    if (!job.claim()) {
      return;
    }
    try {
      job.compress(codec, fingerprints, buffers, prefixes);
    } catch (IOException | RuntimeException | Error e) {
      failure.compareAndSet(null, e);
      job.fail();
    }
    lane.drain();
  }

  /** Called in order, by one thread at a time for each lane. */
  void append(PackLane lane, FrameJob job) {
    FrameJob.Result result = job.result();
    if (lane == dependents && result != null) {
      trust(job.hasDenseBases()).turnedOut(result.isPrefixed());
      if (!result.isPrefixed()) {
        chunks.takeOver(job);
        return;
      }
    }
    try {
      if (failure.get() == null && result != null) {
        lane.append(job, result);
      }
      job.release(buffers);
    } catch (IOException | RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    } finally {
      permits.release();
    }
  }

  /**
   * Seals a pack beside what comes next, or at once where no thread can be started; waits while two
   * are being sealed.
   */
  void seal(PackWriter pack, Runnable sealed) throws IOException {
    sealings.acquireUninterruptibly();
    try {
      sealers.execute(() -> sealNow(pack, sealed));
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      sealNow(pack, sealed);
    }
  }

  private void sealNow(PackWriter pack, Runnable sealed) {
    try (pack) {
      pack.seal();
      storedBytes.addAndGet(pack.length());
      sealed.run();
    } catch (IOException | RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    } finally {
      sealings.release();
    }
  }

  private void awaitSealers() throws IOException {
    try {
      sealings.acquire(MAX_SEALINGS);
      sealings.release(MAX_SEALINGS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while writing to the store", e);
    }
  }

  private void throwFailure() throws IOException {
    switch (failure.get()) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }
}
