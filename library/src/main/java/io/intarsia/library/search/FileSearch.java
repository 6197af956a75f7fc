package io.intarsia.library.search;

import io.intarsia.catalog.Catalog;
import io.intarsia.catalog.Image;
import io.intarsia.catalog.Version;
import io.intarsia.catalog.VersionId;
import io.intarsia.formats.filesystem.FileType;
import io.intarsia.library.manifest.DirectoryEntry;
import io.intarsia.library.manifest.DirectoryObject;
import io.intarsia.library.manifest.ObjectSource;
import io.intarsia.library.view.FileLister;
import io.intarsia.library.view.Paths;
import io.intarsia.library.view.StoredFileSystems;
import io.intarsia.library.view.StoredImage;
import io.intarsia.library.workspace.VersionFinder;
import io.intarsia.store.chunk.Fingerprint;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Searches the trees of versions. A directory that versions share and that has no hit of its own is
 * read once: what it and its entries say does not depend on where it stands, unless the pattern is
 * one of whole paths.
 */
public final class FileSearch {
  private static final int MAX_REMEMBERED = 1 << 20;

  private final ObjectSource objects;
  private final SearchQuery query;
  private final SearchVisitor visitor;
  private final FileLister lister;
  private final @Nullable Glob glob;
  private final Set<Fingerprint> barren = new HashSet<>();

  public FileSearch(ObjectSource objects, SearchQuery query, SearchVisitor visitor) {
    this.objects = objects;
    this.query = query;
    this.visitor = visitor;
    this.lister = new FileLister(objects);
    this.glob = query.glob() == null ? null : new Glob(query.glob());
  }

  /** The versions that a query is about, image by image. */
  public static List<VersionFinder.Found> versions(Catalog catalog, SearchQuery query)
      throws IOException {
    String only = query.image();
    List<Image> images =
        only == null ? catalog.images() : List.of(VersionFinder.image(catalog, only));
    List<VersionFinder.Found> found = new ArrayList<>();
    for (Image image : images) {
      for (Version version : versions(catalog, image, query)) {
        found.add(new VersionFinder.Found(image, version));
      }
    }
    return found;
  }

  private static List<Version> versions(Catalog catalog, Image image, SearchQuery query)
      throws IOException {
    if (query.allVersions()) {
      return catalog.versions(image.id(), false);
    }
    Long number = image.defaultVersion();
    Version version = number == null ? null : catalog.version(new VersionId(image.id(), number));
    return version == null ? List.of() : List.of(version);
  }

  /** Visits all hits in some versions, in their order. */
  public void run(List<VersionFinder.Found> versions) throws IOException {
    for (VersionFinder.Found version : versions) {
      search(version.image(), version.version());
    }
  }

  private void search(Image image, Version version) throws IOException {
    StoredImage stored = StoredImage.of(objects, Fingerprint.read(version.manifest(), 0));
    for (StoredFileSystems.Named named : new StoredFileSystems(objects, stored).all()) {
      DirectoryEntry root = named.fileSystem().root();
      new Walk(image.name(), (int) version.id().number(), named.partition()).walk(root);
    }
  }

  private boolean matches(byte[] path, DirectoryEntry entry) throws IOException {
    if (glob != null && !glob.matches(glob.isOfPaths() ? path : entry.name())) {
      return false;
    }
    return query.sha256() == null
        || (entry.type() == FileType.FILE && query.sha256().equals(lister.sha256(entry.content())));
  }

  /** A directory on the way down. */
  private static final class Level {
    private final byte[] path;
    private final Fingerprint directory;
    private final List<DirectoryEntry> subdirectories = new ArrayList<>();
    private boolean hasHit;
    private int next;

    Level(byte[] path, Fingerprint directory) {
      this.path = path;
      this.directory = directory;
    }
  }

  /** Walks one tree, remembering directories below which there is no hit. */
  private final class Walk {
    private final String image;
    private final int version;
    private final String partition;
    private final ArrayDeque<Level> way = new ArrayDeque<>();

    Walk(String image, int version, String partition) {
      this.image = image;
      this.version = version;
      this.partition = partition;
    }

    void walk(DirectoryEntry root) throws IOException {
      enter(new byte[] {'/'}, root.requireDirectory());
      while (!way.isEmpty()) {
        Level level = way.element();
        if (level.next < level.subdirectories.size()) {
          DirectoryEntry child = level.subdirectories.get(level.next++);
          enter(Paths.child(level.path, child.name()), child.requireDirectory());
        } else {
          leave(way.pop());
        }
      }
    }

    private void enter(byte[] path, Fingerprint directory) throws IOException {
      if (barren.contains(directory)) {
        return;
      }
      Level level = new Level(path, directory);
      DirectoryObject.read(
          objects,
          directory,
          entry -> {
            byte[] entryPath = Paths.child(path, entry.name());
            if (matches(entryPath, entry)) {
              level.hasHit = true;
              visitor.hit(
                  new SearchHit(image, version, partition, lister.describe(entryPath, entry)));
            }
            if (entry.type() == FileType.DIRECTORY) {
              level.subdirectories.add(entry);
            }
          });
      way.push(level);
    }

    private void leave(Level level) {
      Level parent = way.peek();
      if (level.hasHit) {
        if (parent != null) {
          parent.hasHit = true;
        }
      } else if ((glob == null || !glob.isOfPaths()) && barren.size() < MAX_REMEMBERED) {
        barren.add(level.directory);
      }
    }
  }
}
