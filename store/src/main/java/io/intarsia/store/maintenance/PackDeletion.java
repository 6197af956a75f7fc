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
  private final Set<PackId> deleted = new HashSet<>();

  PackDeletion(StoreParts parts) {
    this.parts = parts;
  }

  /**
   * Deletes the files that can be deleted now. As long as {@code condemned} names them, nobody
   * misses them.
   *
   * @return their bytes
   */
  long deleteFiles() throws IOException {
    Set<PackId> packs = deletable();
    packs.removeAll(deleted);
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
    }
    deleted.addAll(packs);
    return freed;
  }

  /** Rewrites the index without the packs deleted, then {@code condemned} forgets them. */
  void forgetDeleted() throws IOException {
    if (deleted.isEmpty()) {
      return;
    }
    try (var _ = parts.coordination().lock(Coordination.Lock.INDEX)) {
      for (IndexSegment segment : parts.index().refresh().segments()) {
        rewrite(segment, deleted);
      }
      // or a segment could come back with packs that are gone
      parts.blobs().sync(IndexLayout.PREFIX);
    }
    try (var _ = parts.coordination().lock(Coordination.Lock.COMMIT)) {
      Condemned.read(parts.blobs()).without(deleted).write(parts.blobs());
    }
    deleted.clear();
    parts.index().refresh();
  }

  /** Bytes that {@link #deleteFiles} would free. */
  long deletableBytes() throws IOException {
    return bytes(deletable());
  }

  /** Bytes of the files of packs. */
  long bytes(Iterable<PackId> packs) throws IOException {
    long bytes = 0;
    for (PackId pack : packs) {
      bytes += size(pack);
    }
    return bytes;
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
  private Set<PackId> deletable() throws IOException {
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
