package io.intarsia.library;

import io.intarsia.library.checkin.CheckInRequest;
import io.intarsia.library.checkin.CheckInResult;
import io.intarsia.library.checkout.CheckOutRequest;
import io.intarsia.library.checkout.CheckOutResult;
import io.intarsia.library.compare.Comparison;
import io.intarsia.library.error.LibraryException;
import io.intarsia.library.extract.ExtractResult;
import io.intarsia.library.history.ImageSummary;
import io.intarsia.library.history.ProvenanceNode;
import io.intarsia.library.history.RemoveResult;
import io.intarsia.library.history.VersionSummary;
import io.intarsia.library.maintenance.GcResult;
import io.intarsia.library.maintenance.LibraryStats;
import io.intarsia.library.maintenance.OptimizeResult;
import io.intarsia.library.maintenance.VerifyRequest;
import io.intarsia.library.maintenance.VerifyResult;
import io.intarsia.library.progress.Progress;
import io.intarsia.library.reference.ImageReference;
import io.intarsia.library.reference.PathReference;
import io.intarsia.library.repair.RepairResult;
import io.intarsia.library.search.SearchQuery;
import io.intarsia.library.search.SearchVisitor;
import io.intarsia.library.view.FileVisitor;
import io.intarsia.library.view.VersionDetails;
import io.intarsia.store.StoreSettings;
import io.intarsia.store.crypt.KeyInfo;
import io.intarsia.store.crypt.KeySource;
import io.intarsia.store.crypt.ReencryptResult;
import io.intarsia.store.crypt.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A library of images in one store: what the commands do. Every method opens what it needs and no
 * more, so that listing names does not open the chunk store. Not for use by several threads at
 * once; several libraries, in one process or many, may be open on one store.
 *
 * <p>Errors: {@link LibraryException} for what cannot be done as asked (unknown names, refused
 * sources), the store's exceptions for damage and version mismatch, {@link IOException} for the
 * host.
 */
public interface Library extends AutoCloseable {

  /** The store's directory. */
  Path directory();

  /** Bytes up to which a chunk is cut. */
  int chunkSize() throws IOException;

  CheckInResult checkIn(CheckInRequest request, Progress progress) throws IOException;

  /** Checks a disk out; without a file in the request, to {@code out}. */
  CheckOutResult checkOut(CheckOutRequest request, OutputStream out, Progress progress)
      throws IOException;

  /** Images with at least one version, by name. */
  List<ImageSummary> list() throws IOException;

  /** Versions of an image that are not removed, ascending. */
  List<VersionSummary> versions(String name) throws IOException;

  VersionDetails show(ImageReference image) throws IOException;

  /**
   * SHA-256 of a disk's raw content in hexadecimal; computed on first demand and remembered. Disks
   * count from 0.
   */
  String digest(ImageReference image, int disk, Progress progress) throws IOException;

  /** Lists a file or directory: itself, then what is in it, then (recursively) below. */
  void ls(PathReference path, boolean recursive, FileVisitor visitor) throws IOException;

  /** Writes a regular file's bytes; symbolic links are followed inside the image. */
  void cat(PathReference path, OutputStream out) throws IOException;

  /**
   * Writes a file or a tree into a directory of the host, never outside it. Returns what could not
   * be kept or written.
   */
  ExtractResult extract(PathReference path, Path directory, Progress progress) throws IOException;

  Comparison compare(ImageReference a, ImageReference b) throws IOException;

  void search(SearchQuery query, SearchVisitor visitor) throws IOException;

  /** The tree that holds the version: from its oldest ancestor down. */
  ProvenanceNode provenance(ImageReference image) throws IOException;

  void setDefault(String name, int version) throws IOException;

  void rename(String oldName, String newName) throws IOException;

  /** Removes one version. */
  RemoveResult remove(ImageReference version, boolean dryRun) throws IOException;

  /** Removes all versions but the newest {@code keep} (and never the default version). */
  RemoveResult removeAllButLast(String name, int keep, boolean dryRun) throws IOException;

  /** A locked image takes no new versions, and none can be removed. */
  void setLocked(String name, boolean locked) throws IOException;

  /**
   * Looks again at a stored version with today's readers; returns what is understood now. The disk
   * stays the same.
   */
  CheckInResult reindex(ImageReference image, Progress progress) throws IOException;

  LibraryStats stats() throws IOException;

  GcResult gc(boolean dryRun, Progress progress) throws IOException;

  /**
   * Brings together in the store what some versions need, and frees what nobody needs.
   *
   * @param versions empty for the newest version of each image
   * @param dryRun only say what that would bring
   */
  OptimizeResult optimize(List<ImageReference> versions, boolean dryRun, Progress progress)
      throws IOException;

  /** Checks the store, and remembers what is damaged. */
  VerifyResult verify(VerifyRequest request, Progress progress) throws IOException;

  /**
   * Runs gc if the store is set to do that by itself and enough is dead. For after a removal.
   *
   * @return what was done; null if gc was not due
   */
  @Nullable GcResult gcIfDue(Progress progress) throws IOException;

  /** What may be changed as long as the store lives. */
  StoreSettings settings() throws IOException;

  /**
   * Changes settings; returns them as they are then.
   *
   * @throws IllegalArgumentException if the change makes impossible settings; nothing is changed
   */
  StoreSettings changeSettings(UnaryOperator<StoreSettings> change) throws IOException;

  /**
   * What is damaged of the files other than packs that reading has met so far, and done without:
   * messages for people.
   */
  List<String> damages();

  /**
   * Checks the store.
   *
   * @param quick only structures and tables of contents
   * @param samplePercent how much of the packs to read, 0 exclusive to 100
   */
  default VerifyResult verify(boolean quick, double samplePercent, Progress progress)
      throws IOException {
    return verify(new VerifyRequest(quick ? 0 : samplePercent, false), progress);
  }

  /**
   * Verifies all of the store and repairs what can be.
   *
   * @param from other stores, and image files, that may have what is lost
   * @param fromKeys asked for the key of each of these stores that is encrypted
   */
  RepairResult repair(List<Path> from, KeySource fromKeys, Progress progress) throws IOException;

  void rebuildIndex(Progress progress) throws IOException;

  void rebuildCatalog(Progress progress) throws IOException;

  /** The keys that open the store. All that follow are of encrypted stores only. */
  List<KeyInfo> keys() throws IOException;

  /** Lets another secret open the store; returns the id of its slot. */
  int addKey(Secret secret) throws IOException;

  /** Takes a key away, never the last one. Data is not rewritten. */
  void removeKey(int id) throws IOException;

  /** Makes a new data key for what is stored from now on; returns its number, from 1. */
  int rotateKey() throws IOException;

  /** Rewrites what is under older data keys. */
  ReencryptResult reencrypt() throws IOException;

  @Override
  void close() throws IOException;
}
