package io.intarsia.store.insert;

import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.index.PendingIndex;
import io.intarsia.store.pack.PackFrame;
import io.intarsia.store.pack.PackWriter;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The packs of one kind that an inserter writes, one after the other. The writer thread fills
 * frames; whoever has compressed one appends what is next in order.
 */
final class PackLane {
  /** A pack of that many chunks is sealed however short it is: its table is kept in memory. */
  private static final int MAX_CHUNKS = 1 << 16;

  private final Pipeline pipeline;
  private final PendingIndex pending;
  private final byte kind;
  private final int frameSize;
  private final ArrayDeque<FrameJob> inFlight = new ArrayDeque<>();
  private final ReentrantLock appendLock = new ReentrantLock();

  private @Nullable FrameJob filling;
  private @Nullable PackWriter writer;
  private int packNumber;

  PackLane(Pipeline pipeline, PendingIndex pending, byte kind, int frameSize) {
    this.pipeline = pipeline;
    this.pending = pending;
    this.kind = kind;
    this.frameSize = frameSize;
  }

  /** Adds a chunk or an object. Writer thread. */
  void add(Fingerprint fingerprint, byte[] bytes, int offset, int length, @Nullable Base base)
      throws IOException {
    FrameJob open = filling;
    if (open != null && (open.room() < length || (base != null && !open.hasRoomFor(base)))) {
      submit(open);
    }
    FrameJob job = filling;
    if (job == null) {
      byte[] buffer = pipeline.buffers().take(Math.max(frameSize, length));
      job = new FrameJob(pending.addFrame(), kind, buffer);
      filling = job;
    }
    int at = job.add(fingerprint, bytes, offset, length);
    if (base != null) {
      job.add(base);
    }
    pending.add(fingerprint, job.frameNumber(), at, length);
    if (job.room() == 0) {
      submit(job);
    }
  }

  /** Adds a frame as it stands in another pack. Writer thread. */
  void add(PackFrame frame, byte[] stored) throws IOException {
    flush();
    FrameJob job = new FrameJob(pending.addFrame(), kind, stored);
    int at = 0;
    for (int chunk = 0; chunk < frame.chunkCount(); chunk++) {
      int length = frame.chunkLengths()[chunk];
      pending.add(frame.fingerprint(chunk), job.frameNumber(), at, length);
      at += length;
    }
    job.finish(frame, stored);
    pipeline.acquirePermit();
    synchronized (inFlight) {
      inFlight.addLast(job);
    }
    drain();
  }

  /** Takes a compressed frame of another lane, with its permit. */
  void takeOver(FrameJob job) {
    synchronized (inFlight) {
      inFlight.addLast(job);
    }
    drain();
  }

  /** Sends the frame that is being filled on its way. Writer thread. */
  void flush() throws IOException {
    if (filling != null) {
      submit(filling);
    }
  }

  private void submit(FrameJob job) throws IOException {
    filling = null;
    pipeline.acquirePermit();
    synchronized (inFlight) {
      inFlight.addLast(job);
    }
    pipeline.execute(this, job);
  }

  /** A frame that nobody compresses yet; null if there is none. */
  @Nullable FrameJob unclaimed() {
    synchronized (inFlight) {
      for (FrameJob job : inFlight) {
        if (!job.isClaimed()) {
          return job;
        }
      }
      return null;
    }
  }

  /** Appends the frames that are ready and next in order, unless another thread is at it. */
  void drain() {
    while (headIsReady() && appendLock.tryLock()) {
      try {
        while (headIsReady()) {
          FrameJob job;
          synchronized (inFlight) {
            job = inFlight.removeFirst();
          }
          pipeline.append(this, job);
        }
      } finally {
        appendLock.unlock();
      }
    }
  }

  private boolean headIsReady() {
    synchronized (inFlight) {
      FrameJob head = inFlight.peekFirst();
      return head != null && head.isReady();
    }
  }

  /** Under the append lock, or when nothing is in flight. */
  void append(FrameJob job, FrameJob.Result result) throws IOException {
    PackWriter open = writer;
    if (open == null) {
      open = new PackWriter(pipeline.blobs(), pipeline.nextPackId(), kind);
      writer = open;
      packNumber = pending.addPack(open.id(), kind);
    }
    long offset = open.append(result.frame(), result.stored());
    pending.placeFrame(
        job.frameNumber(),
        packNumber,
        offset,
        result.frame().storedLength(),
        result.frame().plainLength(),
        result.frame().codec(),
        result.frame().checksum());
    for (long anchor : result.frame().anchors()) {
      pending.addAnchor(anchor, job.frameNumber());
    }
    if (open.length() >= pipeline.packSize() || open.chunkCount() >= MAX_CHUNKS) {
      seal();
    }
  }

  /** Begins to seal the pack that is being written. Under the append lock, or nothing in flight. */
  void seal() throws IOException {
    PackWriter open = writer;
    if (open != null) {
      writer = null;
      int number = packNumber;
      pipeline.seal(open, () -> pending.sealedPack(number, open.length()));
    }
  }

  /** Gives up the pack that is being written. Nothing is in flight. */
  void abandon() throws IOException {
    PackWriter open = writer;
    if (open != null) {
      writer = null;
      open.close();
    }
  }
}
