package io.intarsia.catalog;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The catalog: images, versions and where they come from, as the fold over a store's numbered
 * records. It holds ids, never bytes of images, and it can be rebuilt by applying all records from
 * 1 to an empty catalog.
 *
 * <p>Several processes may have the same catalog open. An instance has one connection and may be
 * used by several threads, one at a time. What a method returns was true in one moment; whoever
 * decides on it holds the store's commit lock.
 */
@SuppressWarnings("DoNotCallSuggester") // the methods come next
public final class Catalog implements AutoCloseable {

  /** What a catalog is opened for. */
  public enum Mode {
    /** The file must exist. Works where nothing can be written, too. */
    READ_ONLY,
    /** The file is created if it is missing, and brought to the current schema if it is older. */
    READ_WRITE
  }

  private Catalog() {}

  /**
   * Opens the catalog in a file.
   *
   * @throws CatalogTooNewException if its schema is newer than this program
   * @throws CatalogDamagedException if the file is not a catalog, or damaged
   * @throws CatalogException if the file cannot be opened, or does not exist in {@link
   *     Mode#READ_ONLY}
   */
  public static Catalog open(Path file, Mode mode) throws CatalogException {
    throw new UnsupportedOperationException();
  }

  /** A new, empty catalog in memory, gone when closed: for comparing a catalog with its records. */
  public static Catalog openInMemory() throws CatalogException {
    throw new UnsupportedOperationException();
  }

  /**
   * Puts a catalog that was rebuilt elsewhere in the same file system, and closed, in the place of
   * another, durably. No process may have the other one open.
   */
  public static void replace(Path target, Path rebuilt) throws CatalogException {
    throw new UnsupportedOperationException();
  }

  /** Number of the last record that was applied, 0 at the beginning. */
  public synchronized long lastRecord() throws CatalogException {
    throw new UnsupportedOperationException();
  }

  /**
   * Applies a record, in one transaction that also sets the last record.
   *
   * @param recordNumber number of the record, from 1
   * @return false if the record had been applied before, by another process perhaps, and nothing
   *     was done; true if it was applied now
   * @throws CatalogOrderException if the record before it has not been applied
   * @throws ChangeRefusedException if the change contradicts the catalog
   */
  public synchronized boolean apply(long recordNumber, CatalogChange change)
      throws CatalogException {
    throw new UnsupportedOperationException();
  }

  /**
   * Finds out whether a change could be applied now, and leaves everything as it is: to be asked
   * under the commit lock before the record is written.
   *
   * @throws ChangeRefusedException if the change contradicts the catalog
   */
  public synchronized void check(CatalogChange change) throws CatalogException {
    throw new UnsupportedOperationException();
  }

  /** The id for an image that does not exist yet. */
  public synchronized long nextImageId() throws CatalogException {
    throw new UnsupportedOperationException();
  }

  /** The number for the next version of an image; 1 if no image has the id. */
  public synchronized long nextVersionNumber(long imageId) throws CatalogException {
    throw new UnsupportedOperationException();
  }

  /** All images by name (in the order of its bytes), those without a present version included. */
  public synchronized List<Image> images() throws CatalogException {
    throw new UnsupportedOperationException();
  }

  /** The image of that name, or null. It may have no present version. */
  public synchronized @Nullable Image image(String name) throws CatalogException {
    throw new UnsupportedOperationException();
  }

  /** The image with that id, or null. It may have no present version. */
  public synchronized @Nullable Image image(long imageId) throws CatalogException {
    throw new UnsupportedOperationException();
  }

  /** The versions of an image by number; none if no image has the id. */
  public synchronized List<Version> versions(long imageId, boolean includeRemoved)
      throws CatalogException {
    throw new UnsupportedOperationException();
  }

  /** A version, present or removed, or null if there never was one. */
  public synchronized @Nullable Version version(VersionId id) throws CatalogException {
    throw new UnsupportedOperationException();
  }

  /** The file systems of a version, by disk and partition. */
  public synchronized List<VersionFileSystem> fileSystems(VersionId id) throws CatalogException {
    throw new UnsupportedOperationException();
  }

  /** The present version added last among those that hold a file system with this UUID, or null. */
  public synchronized @Nullable Version newestVersionWithFileSystem(String uuid)
      throws CatalogException {
    throw new UnsupportedOperationException();
  }

  /** The versions derived from a version, removed ones included, in the order they were added. */
  public synchronized List<Version> children(VersionId parent) throws CatalogException {
    throw new UnsupportedOperationException();
  }

  /** The manifests of all present versions, in the order the versions were added. */
  public synchronized List<Root> roots() throws CatalogException {
    throw new UnsupportedOperationException();
  }

  /** Sums over the present versions. */
  public synchronized CatalogTotals totals() throws CatalogException {
    throw new UnsupportedOperationException();
  }

  /**
   * The remembered SHA-256 of what an object stands for, or null if none is. Digests are a cache:
   * they do not come from records and are not kept by a rebuild.
   *
   * @param object fingerprint of the object, 32 bytes
   */
  public synchronized byte @Nullable [] digest(byte[] object) throws CatalogException {
    throw new UnsupportedOperationException();
  }

  /**
   * Remembers the SHA-256 of what an object stands for.
   *
   * @param object fingerprint of the object, 32 bytes
   * @param sha256 32 bytes
   */
  public synchronized void putDigest(byte[] object, byte[] sha256) throws CatalogException {
    throw new UnsupportedOperationException();
  }

  /**
   * Hands out everything that comes from records, in one order for equal contents: a line per row.
   * Two catalogs with the same lines are equal.
   */
  public synchronized void dump(Consumer<String> line) throws CatalogException {
    throw new UnsupportedOperationException();
  }

  /**
   * Looks at every page and every index of the file.
   *
   * @throws CatalogDamagedException if something is wrong, saying what
   */
  public synchronized void checkIntegrity() throws CatalogException {
    throw new UnsupportedOperationException();
  }

  /**
   * Closes the connection. The last process that closes a catalog leaves one file. Closing twice
   * does nothing.
   */
  @Override
  public synchronized void close() throws CatalogException {
    throw new UnsupportedOperationException();
  }
}
