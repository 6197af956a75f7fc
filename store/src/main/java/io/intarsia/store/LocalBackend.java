package io.intarsia.store;

import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.blob.DirectoryBlobs;
import io.intarsia.store.error.StoreExistsException;
import io.intarsia.store.insert.Workers;
import io.intarsia.store.session.Coordination;
import io.intarsia.store.session.LocalCoordination;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A directory. */
final class LocalBackend implements Backend {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);
  private static final List<String> DIRECTORIES =
      List.of("packs", "index", "records", "sessions", "locks", "tmp");

  private final Path root;

  LocalBackend(Path root) {
    this.root = root;
  }

  @Override
  public void prepare() throws IOException {
    FileAttribute<?> ownerOnly = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
    Files.createDirectories(root, ownerOnly);
    checkEmpty();
    Files.setPosixFilePermissions(root, OWNER_ONLY);
    for (String directory : DIRECTORIES) {
      Files.createDirectories(root.resolve(directory), ownerOnly);
    }
    DirectoryBlobs.syncDirectory(root);
    Path parent = root.toAbsolutePath().getParent();
    if (parent != null) {
      DirectoryBlobs.syncDirectory(parent);
    }
  }

  /** What an interrupted creation left does not count. */
  private void checkEmpty() throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (!DIRECTORIES.contains(name) && !name.equals("reserve") && !isUnusedKey(name)) {
          throw new StoreExistsException(root);
        }
      }
    }
  }

  /** Keys that nothing was encrypted with. */
  private boolean isUnusedKey(String name) throws IOException {
    return name.startsWith("keys") && !hasEntries("records") && !hasEntries("packs");
  }

  private boolean hasEntries(String directory) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.resolve(directory))) {
      return entries.iterator().hasNext();
    } catch (NoSuchFileException e) {
      return true; // nothing that a creation would have left
    }
  }

  @Override
  public Coordination coordination() throws IOException {
    return new LocalCoordination(root);
  }

  @Override
  public BlobStore blobs(String temporaryPrefix) {
    return new DirectoryBlobs(root, temporaryPrefix);
  }

  @Override
  public Reserve reserve() {
    return new Reserve(root.resolve(Reserve.FILE));
  }

  @Override
  public Workers workers() {
    return Workers.THREADS;
  }
}
