package io.intarsia.library.maintenance;

import io.intarsia.catalog.Catalog;
import io.intarsia.catalog.CatalogException;
import io.intarsia.catalog.Image;
import io.intarsia.catalog.Root;
import io.intarsia.catalog.Version;
import io.intarsia.library.workspace.Workspace;
import io.intarsia.store.ChunkReader;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.maintenance.ReferenceWalk;
import io.intarsia.store.object.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which versions need what was lost. */
final class TouchedVersions implements AutoCloseable {
  private final Workspace workspace;
  private final Catalog catalog;

  /** Takes the names from the catalog, or from the records when that is damaged. */
  TouchedVersions(Workspace opened) throws IOException {
    this.workspace = new Workspace(opened);
    this.catalog = open(workspace);
  }

  private static Catalog open(Workspace workspace) throws IOException {
    try {
      Catalog catalog = workspace.catalog();
      catalog.checkIntegrity();
      return catalog;
    } catch (CatalogException | StoreException e) {
      Catalog rebuilt = Catalog.openInMemory();
      try {
        Workspace.catchUp(rebuilt, workspace.records());
      } catch (CatalogException | StoreException damagedRecord) {
        // The versions before the damaged record are known; verify reports the record itself.
        return rebuilt;
      }
      return rebuilt;
    }
  }

  /** All versions, {@code NAME@V}. */
  List<String> all() throws IOException {
    List<String> names = new ArrayList<>();
    for (Root root : catalog.roots()) {
      names.add(name(root));
    }
    return names;
  }

  /** The version that a record is about, or nothing. */
  List<String> ofRecord(long number) throws IOException {
    List<String> names = new ArrayList<>();
    for (Image image : catalog.images()) {
      for (Version version : catalog.versions(image.id(), false)) {
        if (version.recordNumber() == number || version.manifestRecordNumber() == number) {
          names.add(image.name() + "@" + version.id().number());
        }
      }
    }
    return names;
  }

  /** For each lost fingerprint the versions that need it. */
  Map<Fingerprint, List<String>> needing(Set<Fingerprint> lost) throws IOException {
    Map<Fingerprint, List<String>> touched = new HashMap<>();
    ChunkReader reader = workspace.store().reader();
    for (Root root : catalog.roots()) {
      String name = name(root);
      Set<Fingerprint> met = new HashSet<>();
      new ReferenceWalk(reader).walk(Fingerprint.read(root.manifest(), 0), new Meeting(lost, met));
      for (Fingerprint fingerprint : met) {
        touched.computeIfAbsent(fingerprint, _ -> new ArrayList<>()).add(name);
      }
    }
    return touched;
  }

  private String name(Root root) throws IOException {
    Image image = catalog.image(root.id().imageId());
    return (image == null ? "?" : image.name()) + "@" + root.id().number();
  }

  @Override
  public void close() throws IOException {
    catalog.close();
    workspace.close();
  }

  /** Collects the lost things that a walk meets. */
  private record Meeting(Set<Fingerprint> lost, Set<Fingerprint> met)
      implements ReferenceWalk.Visitor {
    @Override
    public boolean object(Fingerprint fingerprint, StoredObject object, int depth) {
      note(fingerprint);
      return true;
    }

    @Override
    public void chunk(Fingerprint chunk, Fingerprint referrer) {
      note(chunk);
    }

    @Override
    public void unreadable(Fingerprint object, StoreException problem) {
      note(object);
    }

    private void note(Fingerprint fingerprint) {
      if (lost.contains(fingerprint)) {
        met.add(fingerprint);
      }
    }
  }
}
