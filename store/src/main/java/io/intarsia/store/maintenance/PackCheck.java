package io.intarsia.store.maintenance;

import io.intarsia.store.FrameId;
import io.intarsia.store.PackId;
import io.intarsia.store.blob.Blob;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.KeyException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.frame.Fingerprints;
import io.intarsia.store.pack.PackFile;
import io.intarsia.store.pack.PackFrame;
import io.intarsia.store.pack.PackLayout;
import io.intarsia.store.read.PackReader;
import io.intarsia.store.session.Condemned;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Checks packs. One thread reads them from their beginning to their end, in large steps; others
 * check the frames meanwhile.
 */
final class PackCheck implements AutoCloseable {
  private static final int STEP_BYTES = 4 << 20;

  private final BlobStore blobs;
  private final PackReader reader;
  private final SegmentCheck index;
  private final FrameChoice choice;
  private final Damages damages;
  private final FrameSet damagedFrames;
  private final VerifyState state;
  private final LongConsumer progress;
  private final FrameCheck frames;
  private final CheckQueue queue;
  private long frameBytes;
  private long readBytes;
  private long skippedBytes;

  PackCheck(
      BlobStore blobs,
      PackReader reader,
      Fingerprints fingerprints,
      SegmentCheck index,
      Condemned condemned,
      FrameChoice choice,
      Damages damages,
      FrameSet damagedFrames,
      VerifyState state,
      int threads,
      LongConsumer progress) {
    this.blobs = blobs;
    this.reader = reader;
    this.index = index;
    this.choice = choice;
    this.damages = damages;
    this.damagedFrames = damagedFrames;
    this.state = state;
    this.progress = progress;
    this.frames = new FrameCheck(reader, index, condemned, fingerprints, damagedFrames);
    this.queue = new CheckQueue(threads, STEP_BYTES);
  }

  /** Chunks and objects whose fingerprints were computed. */
  long checkedChunks() {
    return frames.checkedChunks();
  }

  /** Stored bytes of all frames met. */
  long frameBytes() {
    return frameBytes;
  }

  /** Those of them that were read. */
  long readBytes() {
    return readBytes;
  }

  /** Those of packs that an interrupted verification found sound. */
  long skippedBytes() {
    return skippedBytes;
  }

  /** Checks packs; what is wrong goes to the damages. */
  void check(Iterable<PackId> packs) throws IOException {
    for (PackId pack : packs) {
      check(pack);
    }
    queue.await();
  }

  private void check(PackId id) throws IOException {
    String key = PackLayout.key(id);
    try {
      long stamp = blobs.stamp(key); // before it is opened: what comes in its place is read again
      check(id, key, stamp);
    } catch (NoSuchFileException e) {
      damagedFrames.addAll(id);
      damages.add(key, "it is missing", affected(id));
    }
  }

  private void check(PackId id, String key, long stamp) throws IOException {
    try (Blob blob = blobs.open(key)) {
      PackFile pack = PackFile.open(id, blob);
      VerifyState.File file = new VerifyState.File(pack.length(), stamp);
      queue.submit(() -> compareWithIndex(pack));
      if (state.isSound(id, file)) {
        long length = storedLength(pack, 0, pack.frames().size());
        frameBytes += length;
        skippedBytes += length;
        progress.accept(length);
      } else {
        readFrames(pack, blob, new PackFindings(file));
      }
    } catch (ClosedChannelException e) {
      throw e; // by an interrupt
    } catch (DamagedException e) {
      queue.submit(() -> checkByIndex(id, e.what()));
    } catch (StoreException | EOFException e) {
      queue.submit(() -> checkByIndex(id, String.valueOf(e.getMessage())));
    }
  }

  private boolean compareWithIndex(PackFile pack) throws DamagedException {
    String segment = index.disagreeing(pack);
    if (segment != null) {
      damages.add(
          segment,
          "it does not agree with the table of contents of "
              + PackLayout.key(pack.id())
              + "; run intarsia rebuild index");
    }
    return segment == null;
  }

  /** Reads runs of chosen frames of up to a step. */
  private void readFrames(PackFile pack, Blob blob, PackFindings findings) throws IOException {
    int count = pack.frames().size();
    long at = PackLayout.HEADER_LENGTH;
    int first = 0;
    while (first < count) {
      if (!choice.takes(pack.id(), first)) {
        findings.leavesOut();
        at += storedLength(pack, first, first + 1);
        first++;
        continue;
      }
      int end = first + 1;
      long length = storedLength(pack, first, end);
      while (end < count
          && choice.takes(pack.id(), end)
          && length + storedLength(pack, end, end + 1) <= STEP_BYTES) {
        length += storedLength(pack, end, end + 1);
        end++;
      }
      read(pack, blob, new Step(first, end, at, (int) length), findings);
      at += length;
      first = end;
    }
    frameBytes += at - PackLayout.HEADER_LENGTH;
    ended(pack, findings);
  }

  private static long storedLength(PackFile pack, int from, int to) {
    long length = 0;
    for (int i = from; i < to; i++) {
      length += pack.frames().get(i).storedLength();
    }
    return length;
  }

  /** Frames that follow each other, and where they lie in the pack. */
  private record Step(int first, int end, long at, int length) {}

  private void read(PackFile pack, Blob blob, Step step, PackFindings findings) throws IOException {
    byte[] buffer = queue.takeBuffer(step.length);
    findings.begin();
    readBytes += step.length;
    try {
      blob.read(step.at, buffer, 0, step.length);
    } catch (ClosedChannelException | KeyException e) {
      throw e;
    } catch (IOException e) {
      readSingly(pack, blob, step, buffer, findings);
      return;
    }
    queue.submit(() -> {
      int offset = 0;
      for (int i = step.first; i < step.end; i++) {
        FrameId id = pack.frameId(i, step.at + offset);
        PackFrame frame = pack.frames().get(i);
        frames.check(new FrameCheck.Stored(id, frame, pack.kind(), buffer, offset), findings);
        offset += frame.storedLength();
      }
      progress.accept(step.length);
      queue.giveBuffer(buffer);
      ended(pack, findings);
      return findings;
    });
  }

  /** Some of the frames lie where the disk cannot read: only these are lost. */
  private void readSingly(PackFile pack, Blob blob, Step step, byte[] buffer, PackFindings findings)
      throws IOException {
    long at = step.at;
    for (int i = step.first; i < step.end; i++) {
      PackFrame frame = pack.frames().get(i);
      FrameId id = pack.frameId(i, at);
      try {
        blob.read(at, buffer, 0, frame.storedLength());
        frames.check(new FrameCheck.Stored(id, frame, pack.kind(), buffer, 0), findings);
      } catch (ClosedChannelException | KeyException e) {
        throw e;
      } catch (IOException e) {
        frames.unreadable(id, frame, "it cannot be read: " + e.getMessage(), findings);
      }
      at += frame.storedLength();
    }
    progress.accept(step.length);
    queue.giveBuffer(buffer);
    ended(pack, findings);
  }

  /** One of the parts of a pack has been checked. */
  private void ended(PackFile pack, PackFindings findings) {
    if (!findings.end()) {
      return;
    }
    if (findings.isDamaged()) {
      damages.add(PackLayout.key(pack.id()), findings.what(), findings.affected());
    } else if (findings.isSound()) {
      state.sound(pack.id(), findings.file());
    }
  }

  /** Header, footer or table of contents is damaged; the frames may be intact. */
  private boolean checkByIndex(PackId id, String what) throws IOException {
    List<Fingerprint> affected = new ArrayList<>();
    for (Map.Entry<FrameId, List<Fingerprint>> frame : index.framesOf(id).entrySet()) {
      byte[] plain = new byte[frame.getKey().plainLength()];
      try {
        reader.read(frame.getKey(), plain);
        progress.accept(frame.getKey().storedLength());
      } catch (ClosedChannelException | KeyException e) {
        throw e;
      } catch (IOException e) {
        damagedFrames.add(frame.getKey());
        affected.addAll(frame.getValue());
      }
    }
    damages.add(PackLayout.key(id), what, affected);
    return affected.isEmpty();
  }

  private List<Fingerprint> affected(PackId id) throws DamagedException {
    List<Fingerprint> affected = new ArrayList<>();
    index.framesOf(id).values().forEach(affected::addAll);
    return affected;
  }

  @Override
  public void close() {
    queue.close();
  }
}
