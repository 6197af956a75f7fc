package io.intarsia.store.maintenance;

import io.intarsia.store.PackId;
import io.intarsia.store.StoreParts;
import io.intarsia.store.index.IndexLayout;
import io.intarsia.store.index.IndexSegment;
import io.intarsia.store.index.SegmentMerger;
import io.intarsia.store.index.SegmentPack;
import io.intarsia.store.pack.PackLayout;
import io.intarsia.store.session.Condemned;
import io.intarsia.store.session.Coordination;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Deletes condemned packs that no session can be using. Under the gc lock. */
final class PackDeletion {
  private final StoreParts parts;

  PackDeletion(StoreParts parts) {
    this.parts = parts;
  }

  /**
   * Deletes what can be deleted now: packs first, so that a full disk gets room; as long as {@code
   * condemned} names them, nobody misses them. Then the segments are rewritten without them, then
   * {@code condemned} forgets them.
   *
   * @return bytes of the packs deleted
   */
  long run() throws IOException {
    Set<PackId> packs = deletable();
    if (packs.isEmpty()) {
      return 0;
    }
    long freed = 0;
    parts.blobs().sync(""); // condemned, which a dead process may have written
    try (var _ = parts.coordination().lock(Coordination.Lock.INDEX)) {
      for (PackId pack : packs) {
        freed += size(pack);
        parts.blobs().delete(PackLayout.key(pack));
      }
      for (IndexSegment segment : parts.index().refresh().segments()) {
        rewrite(segment, packs);
      }
      parts
          .blobs()
          .sync(IndexLayout.PREFIX); // or a segment could come back with packs that are gone
    }
    try (var _ = parts.coordination().lock(Coordination.Lock.COMMIT)) {
      Condemned.read(parts.blobs()).without(packs).write(parts.blobs());
    }
    parts.index().refresh();
    return freed;
  }

  /** Bytes of condemned packs that are still there. */
  long waitingBytes() throws IOException {
    long bytes = 0;
    for (Map.Entry<PackId, Condemned.State> entry :
        parts.index().view().condemned().packs().entrySet()) {
      if (entry.getValue().state() == Condemned.CONDEMNED) {
        bytes += size(entry.getKey());
      }
    }
    return bytes;
  }

  /** Condemned packs such that every other session has seen that they are. */
  Set<PackId> deletable() throws IOException {
    long oldestSeen = Long.MAX_VALUE;
    for (Map.Entry<Long, Long> session : parts.coordination().sweep().entrySet()) {
      if (session.getKey() != parts.sessionId()) {
        oldestSeen = Math.min(oldestSeen, session.getValue());
      }
    }
    Set<PackId> deletable = new HashSet<>();
    for (Map.Entry<PackId, Condemned.State> entry :
        Condemned.read(parts.blobs()).packs().entrySet()) {
      Condemned.State state = entry.getValue();
      if (state.state() == Condemned.CONDEMNED && state.epoch() <= oldestSeen) {
        deletable.add(entry.getKey());
      }
    }
    return deletable;
  }

  private void rewrite(IndexSegment segment, Set<PackId> packs) throws IOException {
    for (SegmentPack pack : segment.packs()) {
      if (packs.contains(pack.id())) {
        SegmentMerger.merge(parts.blobs(), parts.segmentNames().next(), List.of(segment), packs);
        parts.blobs().delete(segment.key());
        return;
      }
    }
  }

  private long size(PackId pack) throws IOException {
    try {
      return parts.blobs().size(PackLayout.key(pack));
    } catch (NoSuchFileException e) {
      return 0;
    }
  }
}
