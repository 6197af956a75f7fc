package io.intarsia.store.maintenance;

import io.intarsia.store.FrameId;
import io.intarsia.store.PackId;
import io.intarsia.store.Place;
import io.intarsia.store.blob.Blob;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.chunk.FingerprintSet;
import io.intarsia.store.error.InvalidObjectException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.frame.FrameCodec;
import io.intarsia.store.index.IndexSegment;
import io.intarsia.store.index.IndexView;
import io.intarsia.store.index.SegmentPack;
import io.intarsia.store.object.StoredObject;
import io.intarsia.store.pack.PackFile;
import io.intarsia.store.pack.PackFrame;
import io.intarsia.store.pack.PackLayout;
import io.intarsia.store.read.PackReader;
import io.intarsia.store.session.Condemned;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the packs of objects in which something below an object is missing, and the packs of
 * dependent frames of which bases are missing. Each pass reads all objects; there is one pass more
 * than levels between an object and what is missing below it.
 */
final class ClosureCheck {
  private final BlobStore blobs;
  private final Condemned condemned;
  private final IndexView view;
  private final FingerprintSet incomplete = new FingerprintSet();
  private final Set<PackId> packs = new HashSet<>();

  /**
   * @param view of the index, with what is condemned
   */
  ClosureCheck(BlobStore blobs, IndexView view) {
    this.blobs = blobs;
    this.view = view;
    this.condemned = view.condemned();
  }

  /** Packs with something of which something else is missing. Under the commit lock. */
  Set<PackId> incomplete() throws IOException {
    try (FrameCodec codec = new FrameCodec(1);
        PackReader reader = new PackReader(blobs, codec, view::places)) {
      for (IndexSegment segment : view.segments()) {
        checkBases(segment, reader);
      }
      int before;
      do {
        before = incomplete.size();
        for (IndexSegment segment : view.segments()) {
          for (SegmentPack pack : segment.packs()) {
            boolean isUsed = condemned.state(pack.id()) != Condemned.CONDEMNED;
            if (isUsed && pack.kind() == PackLayout.OBJECTS) {
              check(pack.id(), reader);
            }
          }
        }
      } while (incomplete.size() > before);
    }
    return packs;
  }

  private void checkBases(IndexSegment segment, PackReader reader) throws IOException {
    for (int number = 0; number < segment.frameCount(); number++) {
      FrameId frame = segment.frame(number);
      if (frame.codec() == PackLayout.PREFIXED
          && condemned.state(frame.pack()) != Condemned.CONDEMNED
          && !hasBases(frame, reader)) {
        packs.add(frame.pack());
      }
    }
  }

  private boolean isWithoutBases(FrameId frame) {
    return frame.codec() == PackLayout.PREFIXED && packs.contains(frame.pack());
  }

  private boolean hasBases(FrameId frame, PackReader reader) throws IOException {
    try {
      for (Fingerprint base : reader.bases(frame)) {
        if (view.locateBase(base) == null) {
          return false;
        }
      }
      return true;
    } catch (StoreException e) {
      return false;
    }
  }

  private void check(PackId id, PackReader reader) throws IOException {
    try (Blob blob = blobs.open(PackLayout.key(id))) {
      PackFile pack = PackFile.open(id, blob);
      long at = PackLayout.HEADER_LENGTH;
      for (int i = 0; i < pack.frames().size(); i++) {
        checkFrame(pack.frameId(i, at), pack.frames().get(i), reader);
        at += pack.frames().get(i).storedLength();
      }
    } catch (EOFException | StoreException e) {
      packs.add(id); // its table of contents is damaged: nobody builds on it
    }
  }

  private void checkFrame(FrameId id, PackFrame frame, PackReader reader) throws IOException {
    byte[] plain = new byte[id.plainLength()];
    boolean readable = true;
    try {
      reader.read(id, plain);
    } catch (StoreException e) {
      readable = false;
    }
    int offset = 0;
    for (int i = 0; i < frame.chunkCount(); i++) {
      int end = offset + frame.chunkLengths()[i];
      if (!readable || !isComplete(Arrays.copyOfRange(plain, offset, end))) {
        incomplete.add(frame.fingerprint(i));
        packs.add(id.pack());
      }
      offset = end;
    }
  }

  private boolean isComplete(byte[] encoded) throws IOException {
    StoredObject object;
    try {
      object = StoredObject.decode(encoded);
    } catch (InvalidObjectException e) {
      return false;
    }
    return areThere(object.objectRefs()) && areThere(object.chunkRefs());
  }

  private boolean areThere(List<Fingerprint> references) throws IOException {
    for (Fingerprint reference : references) {
      Place place = view.locate(reference);
      if (place == null
          || condemned.state(place.frame().pack()) == Condemned.CONDEMNED
          || isWithoutBases(place.frame())
          || incomplete.contains(reference)) {
        return false;
      }
    }
    return true;
  }
}
