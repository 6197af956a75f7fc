package io.intarsia.library.extract;

import io.intarsia.formats.filesystem.FileType;
import io.intarsia.library.error.LibraryException;
import io.intarsia.library.manifest.DirectoryEntry;
import io.intarsia.library.manifest.DirectoryObject;
import io.intarsia.library.manifest.FileSystemManifest;
import io.intarsia.library.progress.Progress;
import io.intarsia.library.view.TreePath;
import io.intarsia.store.ChunkReader;
import io.intarsia.store.error.StoreException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One extraction from a stored file system into a directory of this machine. */
final class Extraction {
  private final ChunkReader reader;
  private final Path directory;
  private final Progress progress;
  private final Notes notes = new Notes();

  Extraction(ChunkReader reader, Path directory, Progress progress) {
    this.reader = reader;
    this.directory = directory;
    this.progress = progress;
  }

  /**
   * Writes what a path leads to.
   *
   * @return what could not be kept or written
   * @throws StoreException the first damage met; all else was written
   */
  ExtractResult run(TreePath start, FileSystemManifest fs) throws IOException {
    boolean isNew = Files.notExists(directory);
    if (isNew) {
      Files.createDirectories(directory);
    }
    try (Posix posix = new Posix()) {
      int base = posix.openHostDirectory(HostPath.bytes(directory));
      if (base < 0) {
        throw new FileSystemException(directory.toString(), null, posix.message(-base));
      }
      try {
        refuseExisting(posix, base, start.entry());
        write(posix, base, isNew, start, fs);
      } finally {
        posix.close(base);
      }
    }
    return new ExtractResult(notes.sentences(), notes.missing());
  }

  private void write(Posix posix, int base, boolean isNew, TreePath start, FileSystemManifest fs)
      throws IOException {
    DirectoryEntry entry = start.entry();
    byte[] prefix = isRoot(entry) ? new byte[0] : HostPath.parent(start.path(), entry.name());
    byte[] linksBelow = isRoot(entry) ? prefix : start.path();
    LinkGroups links = LinkGroups.below(linksBelow, reader::readObject, fs);
    try (OpenDirectories where = new OpenDirectories(posix, base, prefix)) {
      EntryWriter writer = new EntryWriter(posix, reader, where, links, notes, progress);
      TreeWriter tree = new TreeWriter(reader::readObject, where, writer);
      if (isRoot(entry)) {
        tree.writeContents(entry);
        if (isNew) {
          writer.finishDirectory(entry);
        }
      } else {
        tree.write(entry);
      }
      StoreException damage = tree.damage();
      if (damage != null) {
        throw damage;
      }
      if (writer.written() == 0 && entry.type() != FileType.DIRECTORY) {
        throw new LibraryException(notes.sentences().getFirst());
      }
    }
  }

  /** A root has no name of its own. */
  private static boolean isRoot(DirectoryEntry entry) {
    return entry.name().length == 0;
  }

  /** Looks at all names that the directory is to hold before anything is written. */
  private void refuseExisting(Posix posix, int base, DirectoryEntry entry) throws IOException {
    if (!isRoot(entry)) {
      refuseExisting(posix, base, entry.name());
      return;
    }
    DirectoryObject.read(
        reader::readObject,
        entry.requireDirectory(),
        child -> refuseExisting(posix, base, child.name()));
  }

  private void refuseExisting(Posix posix, int base, byte[] name) throws LibraryException {
    int existing = HostPath.isName(name) ? posix.openPath(base, name, false) : -Posix.ENOENT;
    if (existing >= 0) {
      posix.close(existing);
      throw new LibraryException(
          "'"
              + directory
              + "/"
              + HostPath.text(name)
              + "' exists already; remove it or extract into another directory");
    }
  }
}
