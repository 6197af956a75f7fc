package io.intarsia.library.workspace;

import io.intarsia.catalog.Catalog;
import io.intarsia.library.manifest.ObjectSource;
import io.intarsia.library.record.VersionRecord;
import io.intarsia.library.record.VersionRecordCodec;
import io.intarsia.store.Access;
import io.intarsia.store.Inserter;
import io.intarsia.store.RecordLog;
import io.intarsia.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A store's directory with what lies in it, each opened at first use: the catalog for names, the
 * store for bytes. The catalog is brought up to the records whenever it is opened. Used by one
 * thread.
 */
public final class Workspace implements AutoCloseable {
  private static final String CATALOG_FILE = "catalog.db";

  private final Path directory;
  private @Nullable Catalog catalog;
  private @Nullable Store store;

  public Workspace(Path directory) {
    this.directory = directory;
  }

  /** Takes over a store that has just been created. */
  public Workspace(Store created) {
    this.directory = created.directory();
    this.store = created;
  }

  public Path directory() {
    return directory;
  }

  public Path catalogFile() {
    return directory.resolve(CATALOG_FILE);
  }

  /** Whether anything may be written here. */
  public boolean isWritable() {
    return Files.isWritable(directory);
  }

  /** The catalog, with all records applied. */
  public Catalog catalog() throws IOException {
    if (catalog == null) {
      Catalog opened =
          Catalog.open(
              catalogFile(), isWritable() ? Catalog.Mode.READ_WRITE : Catalog.Mode.READ_ONLY);
      catalog = opened;
      catchUp(opened, Store.records(directory));
    }
    return catalog;
  }

  public Store store() throws IOException {
    if (store == null) {
      store = Store.open(directory, isWritable() ? Access.WRITE : Access.READ);
    }
    return store;
  }

  /**
   * Ends the session with the store and begins a new one at the next use, which sees what gc has
   * condemned.
   */
  public void reopenStore() throws IOException {
    if (store != null) {
      store.close();
      store = null;
    }
  }

  public ObjectSource objects() throws IOException {
    return store().reader()::readObject;
  }

  /** Makes the record of a change, knowing the catalog under the commit lock. */
  @FunctionalInterface
  public interface RecordMaker {
    VersionRecord make(Catalog catalog) throws IOException;
  }

  /**
   * Commits a change: record, then catalog.
   *
   * @param sealed what the record references, or null
   * @throws io.intarsia.store.error.CondemnedException when gc condemned something of it meanwhile
   */
  public VersionRecord commit(@Nullable Inserter sealed, RecordMaker maker) throws IOException {
    Catalog current = catalog();
    return store()
        .commit(
            sealed,
            records -> {
              catchUp(current, records);
              VersionRecord entry = maker.make(current);
              current.check(entry.change());
              long number = records.append(VersionRecordCodec.encode(entry));
              current.apply(number, entry.change());
              return entry;
            });
  }

  /** Applies records that the catalog has not seen: a crash came between the two. */
  public static void catchUp(Catalog catalog, RecordLog records) throws IOException {
    long first = catalog.lastRecord() + 1;
    long end = first;
    while (records.exists(end)) {
      end++;
    }
    if (end > first) {
      records.sync(); // the catalog must not remember what a power failure may take back
    }
    for (long next = first; next < end; next++) {
      catalog.apply(next, VersionRecordCodec.decode(records.read(next)).change());
    }
  }

  /** Closes the catalog, so that it can be replaced. */
  public void closeCatalog() throws IOException {
    if (catalog != null) {
      catalog.close();
      catalog = null;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      closeCatalog();
    } finally {
      reopenStore();
    }
  }
}
