package io.intarsia.library.checkin.guide;

import io.intarsia.library.manifest.ContentId;
import io.intarsia.store.chunk.Fingerprint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cells of a block map that were met last, each with its parts. */
final class GuideCells {
  /** More than the batches that are cut ahead of the one that is stored can hold. */
  private static final int MAX_CELLS = 4096;

  private final LinkedHashMap<Fingerprint, List<GuidePart>> cells = new LinkedHashMap<>();
  private @Nullable Fingerprint open;
  private List<GuidePart> parts = new ArrayList<>();
  private long missing;

  /** Begins a cell, whose parts come next. */
  void begin(Fingerprint fingerprint, long length) {
    open = fingerprint;
    missing = length;
    parts = new ArrayList<>();
  }

  /** Takes a piece; false if it belongs to no cell. Zeros may go on after the cell. */
  boolean take(@Nullable ContentId content, long from, long length) {
    Fingerprint cell = open;
    if (cell == null) {
      return false;
    }
    if (content == null) {
      parts.add(new GuidePart(null, 0, Math.min(length, missing)));
    } else if (content.kind() == ContentId.Kind.CHUNK && length <= missing) {
      parts.add(new GuidePart(content.requireFingerprint(), from, length));
    } else {
      open = null;
      return false;
    }
    missing -= length;
    if (missing <= 0) {
      open = null;
      cells.put(cell, parts);
      if (cells.size() > MAX_CELLS) {
        cells.pollFirstEntry();
      }
    }
    return true;
  }

  @Nullable List<GuidePart> parts(Fingerprint fingerprint) {
    return cells.get(fingerprint);
  }
}
