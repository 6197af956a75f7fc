package io.intarsia.library.workspace;

import io.intarsia.catalog.Catalog;
import io.intarsia.catalog.CatalogCipher;
import io.intarsia.catalog.CatalogDamagedException;
import io.intarsia.catalog.CatalogException;
import io.intarsia.catalog.CatalogFullException;
import io.intarsia.catalog.CatalogReadOnlyException;
import io.intarsia.catalog.CatalogTooOldException;
import io.intarsia.library.manifest.ObjectSource;
import io.intarsia.library.record.VersionRecord;
import io.intarsia.library.record.VersionRecordCodec;
import io.intarsia.store.Access;
import io.intarsia.store.Inserter;
import io.intarsia.store.RecordLog;
import io.intarsia.store.Store;
import io.intarsia.store.crypt.ColumnSeal;
import io.intarsia.store.crypt.KeyChanges;
import io.intarsia.store.crypt.KeyInfo;
import io.intarsia.store.crypt.KeyRing;
import io.intarsia.store.crypt.KeySource;
import io.intarsia.store.crypt.StoreKeys;
import io.intarsia.store.error.CondemnedException;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.KeyException;
import io.intarsia.store.error.ReadOnlyStoreException;
import io.intarsia.store.error.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A store's directory with what lies in it, each opened at first use: the catalog for names, the
 * store for bytes. The catalog is brought up to the records whenever it is opened. Used by one
 * thread.
 */
public final class Workspace implements AutoCloseable {
  private static final int MAX_ATTEMPTS = 4;
  private static final String CATALOG = "catalog";
  private static final String CATALOG_SUFFIX = ".db";

  private final Path directory;
  private final KeySource keySource;
  private @Nullable StoreKeys keys;

  /**
   * The data key that the catalog is under; 0 while it is not known. The store may meet a newer one
   * meanwhile.
   */
  private int catalogEpoch;

  private @Nullable CatalogCipher cipher;
  private @Nullable Catalog catalog;
  private boolean inMemory;
  private @Nullable CatalogDamagedException catalogDamage;
  private final Map<Long, DamagedException> recordDamages = new TreeMap<>();
  private @Nullable Store store;

  public Workspace(Path directory) {
    this(directory, KeySource.NONE);
  }

  /**
   * @param keySource asked once, if the store is encrypted
   */
  public Workspace(Path directory, KeySource keySource) {
    this.directory = directory;
    this.keySource = keySource;
  }

  /** Another one on the same store, with the same keys. */
  public Workspace(Workspace other) throws IOException {
    this(other.directory, other.keySource);
    this.keys = other.keys();
  }

  /** Takes over a store that has just been created. */
  public Workspace(Store created) {
    this(created.directory());
    this.store = created;
    this.keys = created.parts().keys();
  }

  /** The keys of the store, opened at first use; none for most. */
  public StoreKeys keys() throws IOException {
    if (keys == null) {
      keys = StoreKeys.open(directory, keySource);
    }
    return keys;
  }

  /** What seals the catalog's values. */
  public CatalogCipher catalogCipher() throws IOException {
    if (cipher == null) {
      cipher =
          keys() instanceof KeyRing ring
              ? new SealedCatalog(ColumnSeal.of(ring, catalogEpoch()))
              : CatalogCipher.none();
    }
    return cipher;
  }

  /** The records, without opening the store. */
  public RecordLog records() throws IOException {
    return Store.records(directory, keys());
  }

  public Path directory() {
    return directory;
  }

  /** The catalog's file: each data key of an encrypted store has its own. */
  public Path catalogFile() throws IOException {
    return directory.resolve(catalogName(catalogEpoch()));
  }

  private static String catalogName(int epoch) {
    return CATALOG + (epoch == 1 ? "" : "-" + epoch) + CATALOG_SUFFIX;
  }

  private int catalogEpoch() throws IOException {
    if (catalogEpoch == 0) {
      catalogEpoch = keys() instanceof KeyRing ring ? ring.epoch() : 1;
    }
    return catalogEpoch;
  }

  /**
   * Changes the keys of the store by an action. Where that makes a new data key, the catalog is
   * made anew under it.
   */
  public <T extends @Nullable Object> T changeKeys(KeyAction<T> action) throws IOException {
    requireWritable();
    int before = catalogEpoch();
    T result = action.run(store().keyChanges());
    if (keys() instanceof KeyRing ring && ring.epoch() != before) {
      closeCatalog();
      catalogEpoch = 0;
      cipher = null;
      catalog();
      deleteOlderCatalogs();
    }
    return result;
  }

  /**
   * Makes a new data key, and the catalog anew under it.
   *
   * @return the number of the key
   * @throws io.intarsia.store.error.DamagedException if a record is damaged or missing: the catalog
   *     of the key before, which may be the only one that knows what it said, would go
   */
  public int rotateKey() throws IOException {
    requireWritable();
    long last = soundCatalog().lastRecord();
    RecordLog records = records();
    for (long number = 1; number <= last; number++) {
      records.read(number);
    }
    return changeKeys(KeyChanges::rotate);
  }

  /** What is done to keys. */
  @FunctionalInterface
  public interface KeyAction<T extends @Nullable Object> {
    T run(KeyChanges keys) throws IOException;
  }

  /**
   * Those of older keys; a process that still has one open goes on with it. Those of newer keys are
   * not touched: somebody may just have made one.
   */
  private void deleteOlderCatalogs() throws IOException {
    for (int epoch = 1; epoch < catalogEpoch(); epoch++) {
      String name = catalogName(epoch);
      if (Files.exists(directory.resolve(name))) {
        // first the log, as for a catalog that is replaced
        Files.deleteIfExists(directory.resolve(name + "-wal"));
        Files.deleteIfExists(directory.resolve(name + "-shm"));
        Files.deleteIfExists(directory.resolve(name));
      }
    }
  }

  /** Whether anything may be written here. */
  public boolean isWritable() {
    return Files.isWritable(directory);
  }

  /**
   * To be asked before anything is done that will end in writing.
   *
   * @throws ReadOnlyStoreException if nothing may be written here
   */
  public void requireWritable() throws ReadOnlyStoreException {
    if (!isWritable()) {
      throw new ReadOnlyStoreException(directory);
    }
  }

  /** The keys that open the store now. */
  public List<KeyInfo> listKeys() throws IOException {
    if (keys() instanceof KeyRing ring) {
      return KeyChanges.list(ring);
    }
    throw new KeyException(directory + " is not encrypted: it has no keys");
  }

  /**
   * The catalog, with all records applied. Where its file is damaged, or cannot take them, or
   * cannot even be opened because the disk is full, it is one in memory, made of the records.
   */
  public Catalog catalog() throws IOException {
    if (catalog == null) {
      try {
        Catalog opened = openCatalog();
        catalog = opened;
        boolean isNew = opened.lastRecord() == 0;
        RecordLog records = records();
        if (isWritable()) {
          RecordKeeping.complete(opened, records);
        }
        catchUp(opened, records);
        if (isNew) {
          records.requireNoGap(opened.lastRecord());
        }
      } catch (CatalogFullException | CatalogReadOnlyException | CatalogTooOldException e) {
        return catalogInMemory(records());
      } catch (CatalogDamagedException e) {
        return catalogOfRecords(e);
      }
    }
    return catalog;
  }

  /**
   * The catalog, for who is going to change something by what it says.
   *
   * @throws CatalogDamagedException if its file is damaged: it may have known more than the records
   */
  public Catalog soundCatalog() throws IOException {
    Catalog opened = catalog();
    if (catalogDamage != null) {
      throw catalogDamage;
    }
    return opened;
  }

  private Catalog catalogOfRecords(CatalogDamagedException damage) throws IOException {
    try {
      Catalog made = catalogInMemory(records());
      catalogDamage = damage;
      return made;
    } catch (StoreException e) {
      damage.addSuppressed(e);
      throw damage;
    }
  }

  /** Reads the catalog. */
  @FunctionalInterface
  public interface CatalogReading<T extends @Nullable Object> {
    T read(Catalog catalog) throws IOException;
  }

  /** Reads the catalog, and again what the records say where it turns out to be damaged. */
  public <T extends @Nullable Object> T read(CatalogReading<T> reading) throws IOException {
    try {
      return reading.read(catalog());
    } catch (CatalogDamagedException e) {
      if (inMemory) {
        throw e;
      }
      return reading.read(catalogOfRecords(e));
    }
  }

  /**
   * What a record says; where it is damaged, as the catalog keeps it.
   *
   * @throws DamagedException if that does not have it either
   */
  public byte[] readRecord(long number) throws IOException {
    try {
      return records().read(number);
    } catch (DamagedException e) {
      byte[] kept =
          read(catalog -> Optional.ofNullable(catalog.record(number))).orElseThrow(() -> e);
      recordDamages.put(number, e);
      return kept;
    }
  }

  /** What is damaged of the files other than packs that was met, and done without. */
  public List<IOException> damages() {
    List<IOException> damages = new ArrayList<>();
    if (catalogDamage != null) {
      damages.add(catalogDamage);
    }
    damages.addAll(recordDamages.values());
    if (store != null) {
      damages.addAll(store.damages());
    }
    return damages;
  }

  /** Opens the store's catalog, or one that becomes it, and none of another store. */
  private Catalog open(Path file, Catalog.Mode mode) throws IOException {
    Catalog opened = Catalog.open(file, mode, catalogCipher());
    try {
      opened.requireStore(storeId(), mode);
      return opened;
    } catch (IOException | RuntimeException e) {
      try (opened) {
        throw e;
      }
    }
  }

  /** The store's own name, which its catalog has, too. */
  public String storeId() throws IOException {
    return Store.header(directory).id();
  }

  /** Whether the catalog's file is left as it is, and the catalog is in memory. */
  public boolean isCatalogInMemory() {
    return inMemory;
  }

  private Catalog catalogInMemory(RecordLog records) throws IOException {
    closeCatalog();
    Catalog made = Catalog.openInMemory(catalogCipher());
    catalog = made;
    inMemory = true;
    catchUpWhole(made, records);
    return made;
  }

  /**
   * Opens the catalog as its file is, without the records, for who repairs these; closed by the
   * caller.
   */
  public Catalog openCatalog() throws IOException {
    Catalog.Mode mode = isWritable() ? Catalog.Mode.READ_WRITE : Catalog.Mode.READ_ONLY;
    // who makes a new data key deletes the catalogs of older ones, perhaps while one is opened
    while (true) {
      try {
        return open(catalogFile(), mode);
      } catch (CatalogException e) {
        if (!(keys() instanceof KeyRing ring) || ring.epochNow() == catalogEpoch()) {
          throw e;
        }
        catalogEpoch = 0;
        cipher = null;
      }
    }
  }

  /**
   * The store. Where files other than packs are damaged it can only be read.
   *
   * @throws DamagedException if not even that is possible
   */
  public Store store() throws IOException {
    if (store == null) {
      try {
        store = Store.open(directory, isWritable() ? Access.WRITE : Access.READ, keys());
      } catch (DamagedException e) {
        store = openDamaged(e);
      }
    }
    return store;
  }

  private Store openDamaged(DamagedException damage) throws IOException {
    try {
      return Store.openDamaged(directory, keys(), damage);
    } catch (StoreException e) {
      damage.addSuppressed(e);
      throw damage;
    }
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

  /** Stores a new version, perhaps not for the first time. */
  @FunctionalInterface
  public interface Storing<T> {
    /**
     * @param attempt 1 for the first
     */
    T store(int attempt) throws IOException;
  }

  /**
   * Stores a new version. When gc condemns what it references, again, in a new session.
   *
   * @throws CondemnedException when that happens again and again
   */
  public <T> T storing(Storing<T> action) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return action.store(attempt);
      } catch (CondemnedException e) {
        if (attempt == MAX_ATTEMPTS) {
          throw e;
        }
        reopenStore();
      }
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
   * @throws CondemnedException when gc condemned something of it meanwhile
   */
  public VersionRecord commit(@Nullable Inserter sealed, RecordMaker maker) throws IOException {
    requireWritable();
    soundCatalog();
    return store()
        .commit(
            sealed,
            records -> {
              Catalog current = caughtUp(records);
              VersionRecord entry = maker.make(current);
              current.check(entry.change());
              byte[] payload = VersionRecordCodec.encode(entry);
              long number = records.append(payload);
              try {
                current.apply(number, entry.change(), payload);
              } catch (CatalogFullException e) {
                catalogInMemory(records); // the record is what counts
              }
              return entry;
            });
  }

  private Catalog caughtUp(RecordLog records) throws IOException {
    try {
      Catalog current = catalog();
      catchUpWhole(current, records);
      return current;
    } catch (CatalogFullException e) {
      return catalogInMemory(records);
    }
  }

  /**
   * Brings a catalog to the end of the records, for who is going to build on their being all.
   *
   * @throws DamagedException if one is missing
   */
  public static void catchUpWhole(Catalog catalog, RecordLog records) throws IOException {
    catchUp(catalog, records);
    records.requireNoGap(catalog.lastRecord());
  }

  /** Applies records that the catalog has not seen: a crash came between the two. */
  public static void catchUp(Catalog catalog, RecordLog records) throws IOException {
    catchUp(catalog, records, Long.MAX_VALUE);
  }

  /**
   * The same.
   *
   * @param last record that is applied
   */
  public static void catchUp(Catalog catalog, RecordLog records, long last) throws IOException {
    long first = catalog.lastRecord() + 1;
    long end = first;
    while (end - 1 < last && records.exists(end)) {
      end++;
    }
    if (end > first) {
      records.sync(); // the catalog must not remember what a power failure may take back
    }
    for (long next = first; next < end; next++) {
      byte[] payload = records.read(next);
      catalog.apply(next, VersionRecordCodec.decode(payload).change(), payload);
    }
  }

  /** Closes the catalog, so that it can be replaced. */
  public void closeCatalog() throws IOException {
    if (catalog != null) {
      catalog.close();
      catalog = null;
      catalogDamage = null;
      inMemory = false;
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
