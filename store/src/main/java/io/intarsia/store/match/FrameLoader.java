package io.intarsia.store.match;

import io.intarsia.store.FrameId;
import io.intarsia.store.PackId;
import io.intarsia.store.blob.Blob;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.frame.Fingerprints;
import io.intarsia.store.pack.PackFile;
import io.intarsia.store.pack.PackLayout;
import io.intarsia.store.read.PackReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Loads frames with what is in them, from packs of which it remembers a few tables of contents. */
final class FrameLoader {
  private static final int MAX_PACKS = 8;
  private static final int BUFFER_STEP = 256 << 10;

  private final BlobStore blobs;
  private final PackReader packs;
  private final Fingerprints fingerprints;
  private final LinkedHashMap<PackId, Contents> contents = new LinkedHashMap<>(16, 0.75f, true);

  /** A pack, and where each of its frames begins. */
  private record Contents(PackFile pack, Map<Long, Integer> numbers) {}

  FrameLoader(BlobStore blobs, PackReader packs, Fingerprints fingerprints) {
    this.blobs = blobs;
    this.packs = packs;
    this.fingerprints = fingerprints;
  }

  /**
   * A frame, its checksum verified; null if its pack knows no such frame of chunks.
   *
   * @param spare the buffer of a frame that is not used any more, to be used again if it is long
   *     enough; memory that was never touched costs more than what is loaded into it
   */
  @Nullable LoadedFrame load(FrameId frame, byte @Nullable [] spare) throws IOException {
    Contents known = contents.get(frame.pack());
    if (known == null) {
      known = open(frame.pack());
      contents.put(frame.pack(), known);
      if (contents.size() > MAX_PACKS) {
        contents.pollFirstEntry();
      }
    }
    Integer number = known.numbers.get(frame.offset());
    if (number == null || known.pack.kind() == PackLayout.OBJECTS) {
      return null;
    }
    FrameId id = known.pack.frameId(number, frame.offset());
    byte[] buffer =
        spare != null && spare.length >= id.plainLength()
            ? spare
            : new byte[room(id.plainLength())];
    packs.read(id, buffer);
    return new LoadedFrame(buffer, known.pack.frames().get(number), fingerprints);
  }

  /** So much that the frames of a store, which are nearly of one length, fit the same buffers. */
  private static int room(int length) {
    return Math.ceilDiv(length, BUFFER_STEP) * BUFFER_STEP;
  }

  private Contents open(PackId id) throws IOException {
    try (Blob blob = blobs.open(PackLayout.key(id))) {
      PackFile pack = PackFile.open(id, blob);
      Map<Long, Integer> numbers = new HashMap<>();
      long at = PackLayout.HEADER_LENGTH;
      for (int i = 0; i < pack.frames().size(); i++) {
        numbers.put(at, i);
        at += pack.frames().get(i).storedLength();
      }
      return new Contents(pack, numbers);
    }
  }
}
