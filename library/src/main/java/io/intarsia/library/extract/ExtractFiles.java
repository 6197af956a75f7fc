package io.intarsia.library.extract;

import io.intarsia.formats.filesystem.FileType;
import io.intarsia.library.error.DamagedVersionException;
import io.intarsia.library.error.LibraryException;
import io.intarsia.library.progress.Progress;
import io.intarsia.library.reference.PathReference;
import io.intarsia.library.view.TreePath;
import io.intarsia.library.view.VersionTree;
import io.intarsia.library.workspace.VersionFinder;
import io.intarsia.library.workspace.Workspace;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.InvalidObjectException;
import io.intarsia.store.error.MissingChunkException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes a file or a tree of a stored version into a directory of this machine, with its metadata.
 * What the path leads to goes into the directory under its own name; of the root, what is in it.
 */
public final class ExtractFiles {
  private final Workspace workspace;
  private final PathReference path;
  private final Path directory;
  private final Progress progress;

  /**
   * Prepares an extraction.
   *
   * @param directory created if missing; nothing outside it is written
   */
  public ExtractFiles(Workspace workspace, PathReference path, Path directory, Progress progress) {
    this.workspace = workspace;
    this.path = path;
    this.directory = directory;
    this.progress = progress;
  }

  /**
   * Extracts, once.
   *
   * @return what could not be kept or written
   * @throws LibraryException when the path is not there, or something in the directory has the name
   *     already; then nothing was written
   * @throws DamagedVersionException when the store is damaged; what is not touched by that was
   *     written
   */
  public ExtractResult run() throws IOException {
    VersionFinder.Found found = VersionFinder.version(workspace, path.image());
    try {
      VersionTree tree = new VersionTree(workspace, found);
      TreePath start = tree.require(path, false);
      boolean isFile = start.entry().type() == FileType.FILE;
      progress.begin("extracting", isFile ? start.entry().size() : -1);
      Extraction extraction = new Extraction(workspace.store().reader(), directory, progress);
      ExtractResult result = extraction.run(start, tree.fileSystem(path));
      progress.end();
      return result;
    } catch (DamagedException | MissingChunkException | InvalidObjectException e) {
      throw new DamagedVersionException(found.name(), e);
    }
  }
}
