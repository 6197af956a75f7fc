package io.intarsia.store;

import io.intarsia.store.blob.Blob;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.index.Index;
import io.intarsia.store.index.IndexView;
import io.intarsia.store.index.PackIndexer;
import io.intarsia.store.index.PendingIndex;
import io.intarsia.store.pack.PackFile;
import io.intarsia.store.pack.PackLayout;
import io.intarsia.store.session.Coordination;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Packs that a dead session sealed and nobody published. Those of chunks are published, so that a
 * check-in run again finds what was stored already; those of objects are not, see
 * docs/formats/session.md.
 */
final class OrphanPacks {
  private static final int MAX_PENDING = 1 << 19;

  private OrphanPacks() {}

  static void publish(StoreParts parts) throws IOException {
    List<PackId> uncovered = uncovered(parts, parts.index().view());
    if (uncovered.isEmpty()) {
      return;
    }
    Set<Long> live = parts.coordination().sweep().keySet();
    uncovered.removeIf(id -> live.contains(id.session()) || !isPackOfChunks(parts, id));
    if (uncovered.isEmpty()) {
      return;
    }
    try (var _ = parts.coordination().lock(Coordination.Lock.INDEX)) {
      // another process may have published or deleted them meanwhile
      uncovered.retainAll(uncovered(parts, parts.index().refresh()));
      PendingIndex found = new PendingIndex();
      for (PackId id : uncovered) {
        PackFile pack = open(parts, id);
        if (pack != null) {
          PackIndexer.add(found, pack);
        }
        if (found.size() > MAX_PENDING) {
          write(parts, found);
        }
      }
      write(parts, found);
    }
    parts.index().refresh();
  }

  private static void write(StoreParts parts, PendingIndex found) throws IOException {
    if (found.size() > 0) {
      found.syncPacks(parts.blobs());
      found.write(parts.blobs(), parts.segmentNames().next(), false);
      found.clear();
    }
  }

  /** Packs that no segment covers and gc has not spoken about. */
  private static List<PackId> uncovered(StoreParts parts, IndexView view) throws IOException {
    Set<PackId> covered = Index.covered(view);
    List<PackId> uncovered = new ArrayList<>();
    for (String key : parts.blobs().list(PackLayout.PREFIX)) {
      PackId id = PackLayout.id(key);
      if (id != null && !covered.contains(id) && view.condemned().state(id) == 0) {
        uncovered.add(id);
      }
    }
    return uncovered;
  }

  private static boolean isPackOfChunks(StoreParts parts, PackId id) {
    try {
      PackFile pack = open(parts, id);
      return pack != null && pack.kind() == PackLayout.CHUNKS;
    } catch (IOException e) {
      return false;
    }
  }

  /** Null for a pack that is damaged, which is for verify to report, or gone meanwhile. */
  private static @Nullable PackFile open(StoreParts parts, PackId id) throws IOException {
    try (Blob blob = parts.blobs().open(PackLayout.key(id))) {
      return PackFile.open(id, blob);
    } catch (NoSuchFileException | EOFException | StoreException e) {
      return null;
    }
  }
}
