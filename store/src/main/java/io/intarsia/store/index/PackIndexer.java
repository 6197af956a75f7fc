package io.intarsia.store.index;

import io.intarsia.store.pack.PackFile;
import io.intarsia.store.pack.PackFrame;
import io.intarsia.store.pack.PackLayout;

/** Indexes a pack from its table of contents. */
public final class PackIndexer {
  private PackIndexer() {}

  /** Adds all that a sealed pack holds. */
  public static void add(PendingIndex index, PackFile pack) {
    int packNumber = index.addPack(pack.id(), pack.kind());
    index.sealedPack(packNumber, pack.length());
    long at = PackLayout.HEADER_LENGTH;
    for (PackFrame frame : pack.frames()) {
      int frameNumber = index.addFrame();
      index.placeFrame(
          frameNumber,
          packNumber,
          at,
          frame.storedLength(),
          frame.plainLength(),
          frame.codec(),
          frame.checksum());
      addChunks(index, frame, frameNumber);
      at += frame.storedLength();
    }
  }

  private static void addChunks(PendingIndex index, PackFrame frame, int frameNumber) {
    int offset = 0;
    for (int chunk = 0; chunk < frame.chunkCount(); chunk++) {
      int length = frame.chunkLengths()[chunk];
      index.add(frame.fingerprint(chunk), frameNumber, offset, length);
      index.addAnchor(frame.anchors()[chunk], frameNumber);
      offset += length;
    }
  }
}
