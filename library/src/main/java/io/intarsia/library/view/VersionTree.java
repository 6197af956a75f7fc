package io.intarsia.library.view;

import io.intarsia.formats.filesystem.FileType;
import io.intarsia.library.error.LibraryException;
import io.intarsia.library.manifest.DirectoryEntry;
import io.intarsia.library.manifest.FileSystemManifest;
import io.intarsia.library.manifest.ObjectSource;
import io.intarsia.library.reference.PathReference;
import io.intarsia.library.workspace.VersionFinder;
import io.intarsia.library.workspace.Workspace;
import io.intarsia.store.chunk.Fingerprint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The file trees of one version, asked by path. */
public final class VersionTree {
  private final ObjectSource objects;
  private final VersionFinder.Found found;
  private final StoredFileSystems fileSystems;

  public VersionTree(Workspace workspace, VersionFinder.Found found) throws IOException {
    this.objects = workspace.objects();
    this.found = found;
    Fingerprint manifest = Fingerprint.read(found.version().manifest(), 0);
    this.fileSystems = new StoredFileSystems(objects, StoredImage.of(objects, manifest));
  }

  /** The file system that the path lies in. */
  public FileSystemManifest fileSystem(PathReference path) throws IOException {
    return fileSystems.require(path.partition()).fileSystem();
  }

  /**
   * What a path leads to.
   *
   * @throws LibraryException when nothing is there
   */
  public TreePath require(PathReference path, boolean followLast) throws IOException {
    TreePath there = TreePath.find(objects, fileSystem(path), path.path(), followLast);
    if (there == null) {
      throw new LibraryException(
          "there is no '"
              + text(path)
              + "' in "
              + found.name()
              + "; 'intarsia ls "
              + found.name()
              + ":/' shows what there is");
    }
    return there;
  }

  /**
   * The regular file that a path leads to, links followed.
   *
   * @throws LibraryException when there is none
   */
  public DirectoryEntry requireFile(PathReference path) throws IOException {
    DirectoryEntry entry = require(path, true).entry();
    if (entry.type() != FileType.FILE) {
      throw new LibraryException(
          "'"
              + text(path)
              + "' in "
              + found.name()
              + " is a "
              + entry.type().label()
              + ", not a regular file");
    }
    return entry;
  }

  private static String text(PathReference path) {
    return new String(path.path(), StandardCharsets.UTF_8);
  }
}
