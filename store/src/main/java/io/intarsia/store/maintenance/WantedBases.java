package io.intarsia.store.maintenance;

import io.intarsia.store.FrameId;
import io.intarsia.store.PackId;
import io.intarsia.store.blob.Blob;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.pack.PackFile;
import io.intarsia.store.pack.PackFrame;
import io.intarsia.store.pack.PackLayout;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which bases of frames live chunks need. For estimates. */
final class WantedBases {
  /** Tables of contents that are kept. */
  private static final int MAX_TABLES = 4;

  private final Marks marks;
  private final BlobStore blobs;
  private final LinkedHashMap<PackId, Map<Long, PackFrame>> tables =
      new LinkedHashMap<>(16, 0.75f, true);

  WantedBases(Marks marks, BlobStore blobs) {
    this.marks = marks;
    this.blobs = blobs;
  }

  /** Says it for each base of a frame; all where it cannot be told. */
  boolean[] of(FrameId id, int bases) throws IOException {
    boolean[] wanted = new boolean[bases];
    PackFrame frame = table(id.pack()).get(id.offset());
    if (frame == null) {
      Arrays.fill(wanted, true);
      return wanted;
    }
    for (int chunk = 0; chunk < frame.chunkCount(); chunk++) {
      if (marks.isMarked(frame.fingerprint(chunk), id.pack())) {
        wanted[BasePairs.base(chunk, frame.chunkCount(), bases)] = true;
      }
    }
    return wanted;
  }

  /** The frames of a pack by their offsets; empty if its table of contents cannot be read. */
  private Map<Long, PackFrame> table(PackId id) throws IOException {
    Map<Long, PackFrame> known = tables.get(id);
    if (known == null) {
      known = read(id);
      tables.put(id, known);
      if (tables.size() > MAX_TABLES) {
        tables.pollFirstEntry();
      }
    }
    return known;
  }

  private Map<Long, PackFrame> read(PackId id) throws IOException {
    Map<Long, PackFrame> frames = new HashMap<>();
    try (Blob blob = blobs.open(PackLayout.key(id))) {
      long at = PackLayout.HEADER_LENGTH;
      for (PackFrame frame : PackFile.open(id, blob).frames()) {
        frames.put(at, frame);
        at += frame.storedLength();
      }
      return frames;
    } catch (DamagedException | EOFException | NoSuchFileException e) {
      return Map.of();
    }
  }
}
