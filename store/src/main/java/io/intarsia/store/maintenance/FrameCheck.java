package io.intarsia.store.maintenance;

import io.intarsia.store.FrameId;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.InvalidObjectException;
import io.intarsia.store.error.KeyException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.frame.Bases;
import io.intarsia.store.frame.Fingerprints;
import io.intarsia.store.frame.TwinCrc;
import io.intarsia.store.object.StoredObject;
import io.intarsia.store.pack.PackFrame;
import io.intarsia.store.pack.PackLayout;
import io.intarsia.store.read.PackReader;
import io.intarsia.store.session.Condemned;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Checks frames whose stored bytes were read. Thread-safe. */
final class FrameCheck {
  private final PackReader reader;
  private final SegmentCheck index;
  private final Condemned condemned;
  private final FrameSet damagedFrames;
  private final Fingerprints fingerprints;
  private final AtomicLong checkedChunks = new AtomicLong();
  private final ThreadLocal<byte[]> plainBuffers = ThreadLocal.withInitial(() -> new byte[0]);

  FrameCheck(
      PackReader reader,
      SegmentCheck index,
      Condemned condemned,
      Fingerprints fingerprints,
      FrameSet damagedFrames) {
    this.fingerprints = fingerprints;
    this.index = index;
    this.condemned = condemned;
    this.reader = reader;
    this.damagedFrames = damagedFrames;
  }

  /** Chunks and objects whose fingerprints were computed. */
  long checkedChunks() {
    return checkedChunks.get();
  }

  /** A frame in a buffer. */
  record Stored(FrameId id, PackFrame frame, byte kind, byte[] bytes, int offset) {}

  /** Checks a frame and all its chunks. */
  void check(Stored stored, PackFindings findings) throws IOException {
    FrameId id = stored.id;
    if (!canBeRead(stored)) {
      findings.leavesOut();
      return;
    }
    byte[] plain = plainBuffer(id.plainLength());
    try {
      decode(stored, plain);
    } catch (DamagedException e) {
      unreadable(id, stored.frame, e.what(), findings);
      return;
    } catch (ClosedChannelException | KeyException e) {
      throw e; // an interrupt, or a key that was removed: nothing is known of the frame
    } catch (IOException e) {
      unreadable(id, stored.frame, "what it builds on cannot be read: " + e.getMessage(), findings);
      return;
    }
    List<Fingerprint> wrong = new ArrayList<>();
    int offset = 0;
    for (int chunk = 0; chunk < stored.frame.chunkCount(); chunk++) {
      int length = stored.frame.chunkLengths()[chunk];
      Fingerprint fingerprint = stored.frame.fingerprint(chunk);
      if (!fingerprint.equals(fingerprint(fingerprints, stored.kind, plain, offset, length))) {
        wrong.add(fingerprint);
      }
      offset += length;
    }
    checkedChunks.addAndGet(stored.frame.chunkCount());
    if (!wrong.isEmpty()) {
      damagedFrames.add(id);
      String what = "bytes are not those of their fingerprint" + at(id);
      findings.problem(id.offset(), what, wrong);
    }
  }

  /** What a frame builds on is read twice before it is given up, as its own bytes are. */
  private void decode(Stored stored, byte[] plain) throws IOException {
    try {
      reader.decode(stored.id, stored.bytes, stored.offset, plain);
    } catch (StoreException | ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      reader.decode(stored.id, stored.bytes, stored.offset, plain);
    }
  }

  /**
   * False for a frame that is sound as far as can be told while the index is damaged, as long as
   * nobody has published it, or when its pack is retired: what it builds on may be gone then.
   */
  private boolean canBeRead(Stored stored) throws IOException {
    FrameId id = stored.id;
    boolean needsBases =
        index.isComplete() && index.covers(id.pack()) && condemned.state(id.pack()) == 0;
    if (id.codec() != PackLayout.PREFIXED || needsBases) {
      return true;
    }
    try {
      List<Fingerprint> bases = Bases.read(stored.bytes, stored.offset, id.storedLength());
      for (Fingerprint base : bases) {
        if (!index.hasPlace(base, this::isBase)) {
          return TwinCrc.of(stored.bytes, stored.offset, id.storedLength()) != id.checksum();
        }
      }
      return true;
    } catch (InvalidObjectException | DamagedException e) {
      return true; // which shows when it is read
    }
  }

  private boolean isBase(FrameId frame) {
    return frame.codec() != PackLayout.PREFIXED
        && condemned.state(frame.pack()) != Condemned.CONDEMNED;
  }

  /** Notes that nothing of a frame can be read. */
  void unreadable(FrameId id, PackFrame frame, String what, PackFindings findings) {
    damagedFrames.add(id);
    List<Fingerprint> all = new ArrayList<>();
    for (int chunk = 0; chunk < frame.chunkCount(); chunk++) {
      all.add(frame.fingerprint(chunk));
    }
    findings.problem(id.offset(), what + at(id), all);
  }

  private static String at(FrameId id) {
    return " (frame at byte " + id.offset() + ")";
  }

  private byte[] plainBuffer(int length) {
    byte[] buffer = plainBuffers.get();
    if (buffer.length < length) {
      buffer = new byte[length];
      plainBuffers.set(buffer);
    }
    return buffer;
  }

  /** The fingerprint of plain bytes of a pack of that kind; never right for what is no object. */
  static Fingerprint fingerprint(
      Fingerprints fingerprints, byte kind, byte[] plain, int offset, int length) {
    if (kind != PackLayout.OBJECTS) {
      return fingerprints.ofChunk(plain, offset, length);
    }
    byte[] encoded = Arrays.copyOfRange(plain, offset, offset + length);
    try {
      int identity = StoredObject.decode(encoded).identityLength(encoded);
      return fingerprints.ofObject(encoded, 0, identity);
    } catch (InvalidObjectException e) {
      return fingerprints.ofChunk(encoded, 0, length); // which no object has
    }
  }
}
