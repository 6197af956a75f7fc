package io.intarsia.catalog;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The catalog: images, versions and where they come from, as the fold over a store's numbered
 * records. It holds ids, never bytes of images, and it can be rebuilt by applying all records from
 * 1 to an empty catalog. It keeps what each record says, so that a record that is lost can be
 * written again.
 *
 * <p>Several processes may have the same catalog open. An instance has one connection and may be
 * used by several threads, one at a time. What a method returns was true in one moment; whoever
 * decides on it holds the store's commit lock.
 */
public final class Catalog implements AutoCloseable {

  /** What a catalog is opened for. */
  public enum Mode {
    /** The file must exist. Works where nothing can be written, too. */
    READ_ONLY,
    /** The file is created if it is missing, and brought to the current schema if it is older. */
    READ_WRITE
  }

  private final Database database;
  private final Fold fold;

  private Catalog(Database database) {
    this.database = database;
    this.fold = new Fold(database);
  }

  /**
   * Opens the catalog in a file.
   *
   * @throws CatalogTooOldException if its schema is older than this program and the mode is {@link
   *     Mode#READ_ONLY}
   * @throws CatalogTooNewException if its schema is newer than this program
   * @throws CatalogDamagedException if the file is not a catalog, or damaged
   * @throws CatalogException if the file cannot be opened, or does not exist in {@link
   *     Mode#READ_ONLY}
   */
  public static Catalog open(Path file, Mode mode) throws CatalogException {
    return open(file, mode, CatalogCipher.none());
  }

  /**
   * The same, of a catalog that is sealed.
   *
   * @param cipher the one that it was created with
   */
  public static Catalog open(Path file, Mode mode, CatalogCipher cipher) throws CatalogException {
    Opening opening = new Opening(file, Schema.CURRENT, cipher);
    return new Catalog(mode == Mode.READ_WRITE ? opening.forWriting() : opening.forReading());
  }

  /**
   * Opens the catalog in a file for reading while no other process has it: works on a full disk,
   * too. Others wait until it is closed.
   */
  public static Catalog openAlone(Path file, CatalogCipher cipher) throws CatalogException {
    return new Catalog(new Opening(file, Schema.CURRENT, cipher).alone());
  }

  /**
   * Loads the database's driver with its native library, as the first opening does otherwise: for a
   * thread of its own while there is something else to do.
   */
  public static void load() {
    try {
      Opening.empty(CatalogCipher.none()).close();
    } catch (CatalogException e) {
      // Whoever opens a catalog then meets the same, and is told.
    }
  }

  /** A new, empty catalog in memory, gone when closed: for comparing a catalog with its records. */
  public static Catalog openInMemory() throws CatalogException {
    return openInMemory(CatalogCipher.none());
  }

  /** The same, its values sealed like those of another. */
  public static Catalog openInMemory(CatalogCipher cipher) throws CatalogException {
    return new Catalog(Opening.inMemory(Schema.CURRENT, cipher));
  }

  /**
   * Takes over all rows of a catalog that was rebuilt elsewhere, and closed, and drops its own, in
   * one transaction. Other processes that have this one open go on with what it then holds.
   *
   * @throws CatalogDamagedException if this one is damaged so that it cannot; see {@link #replace}
   */
  public synchronized void takeOver(Path rebuilt) throws CatalogException {
    Replacement.takeOver(database, rebuilt);
  }

  /**
   * Puts a catalog that was rebuilt elsewhere in the same file system, and closed, in the place of
   * another, durably. For one that is damaged: a process that has the other one open would delete
   * the new one's log when it closes.
   */
  public static void replace(Path target, Path rebuilt) throws CatalogException {
    Replacement.replace(target, rebuilt);
  }

  /**
   * Makes sure that this is the catalog of a store. One that is of none yet becomes it, where it is
   * open for writing.
   *
   * @param store the store's id
   * @throws CatalogDamagedException if it is that of another store
   */
  public synchronized void requireStore(String store, Mode mode) throws CatalogException {
    if (!Origin.isOf(database, store) && mode == Mode.READ_WRITE) {
      Origin.set(database, store);
    }
  }

  /** Number of the last record that was applied, 0 at the beginning. */
  public synchronized long lastRecord() throws CatalogException {
    return fold.lastRecord();
  }

  /**
   * Applies a record, in one transaction that also sets the last record.
   *
   * @param recordNumber number of the record, from 1
   * @param payload what the record says, byte for byte: it is kept
   * @return false if the record had been applied before, by another process perhaps, and nothing
   *     was done; true if it was applied now
   * @throws CatalogOrderException if the record before it has not been applied
   * @throws ChangeRefusedException if the change contradicts the catalog
   */
  public synchronized boolean apply(long recordNumber, CatalogChange change, byte[] payload)
      throws CatalogException {
    if (recordNumber < 1) {
      throw new IllegalArgumentException("records count from 1: " + recordNumber);
    }
    database.execute("BEGIN IMMEDIATE");
    try {
      boolean isNew = requireInOrder(recordNumber);
      if (isNew) {
        fold.apply(recordNumber, change);
        Records.insert(database, recordNumber, payload);
      }
      database.execute("COMMIT");
      return isNew;
    } catch (CatalogException | RuntimeException e) {
      database.rollback(e);
      throw e;
    }
  }

  private boolean requireInOrder(long recordNumber) throws CatalogException {
    long last = fold.lastRecord();
    if (recordNumber > last + 1) {
      throw new CatalogOrderException(
          "Record " + recordNumber + " cannot be applied: the catalog stands at " + last, null);
    }
    return recordNumber == last + 1;
  }

  /**
   * Finds out whether a change could be applied now, and leaves everything as it is: to be asked
   * under the commit lock before the record is written.
   *
   * @throws ChangeRefusedException if the change contradicts the catalog
   */
  public synchronized void check(CatalogChange change) throws CatalogException {
    database.execute("BEGIN IMMEDIATE");
    try {
      fold.apply(fold.lastRecord() + 1, change);
    } catch (CatalogException | RuntimeException e) {
      database.rollback(e);
      throw e;
    }
    database.execute("ROLLBACK");
  }

  /** What a record says that was applied; null if that is not kept. */
  public synchronized byte @Nullable [] record(long recordNumber) throws CatalogException {
    return Records.find(database, recordNumber);
  }

  /** Whether it is kept of all records that were applied what they say. */
  public synchronized boolean keepsAllRecords() throws CatalogException {
    return Records.count(database) >= fold.lastRecord();
  }

  /**
   * Keeps what a record says that was applied by an Intarsia that did not keep it. Does nothing if
   * it is kept already.
   */
  public synchronized void keepRecord(long recordNumber, byte[] payload) throws CatalogException {
    if (recordNumber < 1 || recordNumber > fold.lastRecord()) {
      throw new IllegalArgumentException("record " + recordNumber + " was not applied");
    }
    Records.insertIfMissing(database, recordNumber, payload);
  }

  /** The id for an image that does not exist yet. */
  public synchronized long nextImageId() throws CatalogException {
    return fold.nextImageId();
  }

  /** The number for the next version of an image; 1 if no image has the id. */
  public synchronized long nextVersionNumber(long imageId) throws CatalogException {
    return fold.nextVersionNumber(imageId);
  }

  /** All images by name (in the order of its bytes), those without a present version included. */
  public synchronized List<Image> images() throws CatalogException {
    List<Image> images = Images.select(database, "ORDER BY i.name");
    if (!database.cipher().isPlain()) {
      images.sort(Comparator.comparing(Image::name)); // names are ASCII
    }
    return images;
  }

  /** The image of that name, or null. It may have no present version. */
  public synchronized @Nullable Image image(String name) throws CatalogException {
    return Images.selectOne(database, "WHERE i.name = ?", Sealed.lookUp(Images.NAME, name));
  }

  /** The image with that id, or null. It may have no present version. */
  public synchronized @Nullable Image image(long imageId) throws CatalogException {
    return Images.selectOne(database, "WHERE i.id = ?", imageId);
  }

  /** The versions of an image by number; none if no image has the id. */
  public synchronized List<Version> versions(long imageId, boolean includeRemoved)
      throws CatalogException {
    String which = includeRemoved ? "" : "AND v.removed_millis IS NULL ";
    return Versions.select(
        database, "WHERE v.image_id = ? " + which + "ORDER BY v.number", imageId);
  }

  /** A version, present or removed, or null if there never was one. */
  public synchronized @Nullable Version version(VersionId id) throws CatalogException {
    return Versions.find(database, id);
  }

  /** The file systems of a version, by disk and partition. */
  public synchronized List<VersionFileSystem> fileSystems(VersionId id) throws CatalogException {
    return FileSystems.of(database, id);
  }

  /**
   * The present versions that hold a file system with this UUID, the one added last first.
   *
   * @param limit how many at most
   */
  public synchronized List<Version> newestVersionsWithFileSystem(String uuid, long limit)
      throws CatalogException {
    return Versions.newestWithFileSystem(database, uuid, limit);
  }

  /** The versions derived from a version, removed ones included, in the order they were added. */
  public synchronized List<Version> children(VersionId parent) throws CatalogException {
    return Versions.select(
        database,
        "WHERE v.derived_image_id = ? AND v.derived_number = ? ORDER BY v.record_number",
        parent.imageId(),
        parent.number());
  }

  /** The manifests of all present versions, in the order the versions were added. */
  public synchronized List<Root> roots() throws CatalogException {
    List<Root> roots = new ArrayList<>();
    try (Rows rows =
        Versions.cursor(database, "WHERE v.removed_millis IS NULL ORDER BY v.record_number")) {
      while (rows.next()) {
        Version version = Versions.read(rows);
        roots.add(new Root(version.id(), version.manifest(), version.manifestRecordNumber()));
      }
    }
    return roots;
  }

  /** Sums over the present versions. */
  public synchronized CatalogTotals totals() throws CatalogException {
    return Versions.totals(database);
  }

  /**
   * The remembered SHA-256 of what an object stands for, or null if none is. Digests are a cache:
   * they do not come from records and are not kept by a rebuild.
   *
   * @param object fingerprint of the object, 32 bytes
   */
  public synchronized byte @Nullable [] digest(byte[] object) throws CatalogException {
    CatalogLimits.requireFingerprint(object);
    return Digests.find(database, object);
  }

  /**
   * Remembers the SHA-256 of what an object stands for.
   *
   * @param object fingerprint of the object, 32 bytes
   * @param sha256 32 bytes
   */
  public synchronized void putDigest(byte[] object, byte[] sha256) throws CatalogException {
    CatalogLimits.requireFingerprint(object);
    CatalogLimits.requireFingerprint(sha256);
    Digests.put(database, object, sha256);
  }

  /**
   * Hands out everything that comes from records, in one order for equal contents: a line per row.
   * Two catalogs with the same lines are equal.
   */
  public synchronized void dump(Consumer<String> line) throws CatalogException {
    try (Dump dump = new Dump(database)) {
      for (String next = dump.next(); next != null; next = dump.next()) {
        line.accept(next);
      }
    }
  }

  /**
   * Compares all that comes from records with another catalog.
   *
   * @return null if both are equal, else what differs first, for people
   */
  public synchronized @Nullable String firstDifference(Catalog other) throws CatalogException {
    try (Dump mine = new Dump(database);
        Dump others = new Dump(other.database)) {
      while (true) {
        String line = mine.next();
        String otherLine = others.next();
        if (!Objects.equals(line, otherLine)) {
          return forPeople(line) + System.lineSeparator() + forPeople(otherLine);
        }
        if (line == null) {
          return null;
        }
      }
    }
  }

  private static String forPeople(@Nullable String line) {
    return line == null ? "(end)" : Line.shortened(line);
  }

  /**
   * Looks at every page, every index and every row.
   *
   * @throws CatalogDamagedException if something is wrong, saying what
   */
  public synchronized void checkIntegrity() throws CatalogException {
    Integrity.check(database);
  }

  /**
   * Closes the connection. The last process that closes a catalog leaves one file. Closing twice
   * does nothing.
   */
  @Override
  public synchronized void close() throws CatalogException {
    database.close();
  }
}
