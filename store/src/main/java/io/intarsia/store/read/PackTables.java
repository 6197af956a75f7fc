package io.intarsia.store.read;

import io.intarsia.store.PackId;
import io.intarsia.store.Place;
import io.intarsia.store.blob.Blob;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.index.PackIndexer;
import io.intarsia.store.index.PendingIndex;
import io.intarsia.store.pack.PackFile;
import io.intarsia.store.pack.PackLayout;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Places of chunks and objects from the tables of contents of packs. Reading tables is paid from a
 * budget that grows with the places asked for, so that chunks scattered over many packs cost
 * little; when there are too many in memory, all are forgotten. Thread-safe.
 */
final class PackTables {
  private static final int MAX_CHUNKS = 1 << 18;
  private static final int FREE_TABLES = 16;
  private static final int ASKED_PER_TABLE = 64;

  private final BlobStore blobs;
  private final PendingIndex places = new PendingIndex();
  private final Set<PackId> known = new HashSet<>();
  private long asked;
  private long tables;

  PackTables(BlobStore blobs) {
    this.blobs = blobs;
  }

  /** The place of a chunk or object that a table has; null if none has it. */
  synchronized @Nullable Place find(Fingerprint fingerprint) {
    asked++;
    return places.find(fingerprint);
  }

  /** Reads the table of a pack, unless it was read already or the budget is spent. */
  synchronized void read(PackId id) throws IOException {
    if (known.contains(id) || tables >= FREE_TABLES + asked / ASKED_PER_TABLE) {
      return;
    }
    tables++;
    if (places.size() > MAX_CHUNKS) {
      places.clear();
      known.clear();
    }
    known.add(id);
    try (Blob blob = blobs.open(PackLayout.key(id))) {
      PackIndexer.add(places, PackFile.open(id, blob));
    } catch (StoreException | NoSuchFileException | EOFException e) {
      // the index knows its chunks; what else is wrong with it, verify reports
      return;
    }
  }
}
