package io.intarsia.library.maintenance;

import io.intarsia.catalog.Catalog;
import io.intarsia.catalog.CatalogException;
import io.intarsia.catalog.Image;
import io.intarsia.catalog.Root;
import io.intarsia.catalog.Version;
import io.intarsia.catalog.VersionId;
import io.intarsia.library.workspace.Workspace;
import io.intarsia.store.RecordLog;
import io.intarsia.store.Store;
import io.intarsia.store.blob.DirectoryBlobs;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.maintenance.LossWalk;
import io.intarsia.store.read.IndexPlaces;
import io.intarsia.store.record.BlobRecordLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Which versions need what was lost. */
public final class TouchedVersions implements AutoCloseable {
  private final Workspace workspace;
  private final Catalog catalog;

  /** Takes the names from the catalog, or from the records when that is damaged. */
  public TouchedVersions(Workspace opened) throws IOException {
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
        Workspace.catchUp(rebuilt, records(workspace));
      } catch (CatalogException | StoreException damagedRecord) {
        // The versions before the damaged record are known; verify reports the record itself.
        return rebuilt;
      }
      return rebuilt;
    }
  }

  /** Also where the header of the store is damaged. */
  private static RecordLog records(Workspace workspace) throws IOException {
    return new BlobRecordLog(
        workspace.keys().blobs(new DirectoryBlobs(workspace.directory(), "none")));
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

  /**
   * What is lost, of what the versions need.
   *
   * @param walk that has met all versions
   * @param touches where each lost thing is needed
   * @param versions that need something lost, and how many things
   */
  record Loss(LossWalk walk, TouchCollector touches, Map<VersionId, Long> versions) {}

  /**
   * Follows the references of all versions.
   *
   * @param damaged chunks and objects of which no copy is intact
   * @throws StoreException if the store cannot be opened
   */
  Loss loss(Set<Fingerprint> damaged) throws IOException {
    Store store = workspace.store(); // its session keeps what the versions of now need
    while (true) {
      LossWalk walk = LossWalk.of(store, damaged);
      List<Root> touched = new ArrayList<>();
      for (Root root : presentRoots()) {
        if (walk.walk(Fingerprint.read(root.manifest(), 0))) {
          touched.add(root);
        }
      }
      if (areStillThere(touched)) {
        return loss(walk, touched);
      }
    }
  }

  /** What is damaged of the store's files other than packs that this met, and did without. */
  List<DamagedException> damages() {
    List<DamagedException> damages = new ArrayList<>();
    for (IOException damage : workspace.damages()) {
      if (damage instanceof DamagedException ofStore) {
        damages.add(ofStore);
      }
    }
    return damages;
  }

  /** Whether packs are there, as far as versions led to them, that the index does not name. */
  public boolean isIndexIncomplete() throws IOException {
    loss(Set.of());
    return damages().stream().anyMatch(damage -> damage.file().equals(IndexPlaces.INDEX));
  }

  private List<Root> presentRoots() throws IOException {
    try {
      Workspace.catchUp(catalog, records(workspace));
    } catch (CatalogException | StoreException e) {
      // a damaged record is reported itself; the versions before it are known
      return catalog.roots();
    }
    return catalog.roots();
  }

  /** What a version that was removed meanwhile needed may be gone, and is not lost. */
  private boolean areStillThere(List<Root> touched) throws IOException {
    Map<VersionId, Long> present = new HashMap<>();
    presentRoots().forEach(root -> present.put(root.id(), root.manifestRecordNumber()));
    return touched.stream()
        .allMatch(root -> Objects.equals(present.get(root.id()), root.manifestRecordNumber()));
  }

  private Loss loss(LossWalk walk, List<Root> touched) throws IOException {
    TouchCollector touches = new TouchCollector();
    Map<VersionId, Long> versions = new HashMap<>();
    for (Root root : touched) {
      Image image = catalog.image(root.id().imageId());
      touches.begin(image == null ? "?" : image.name(), (int) root.id().number());
      int lost =
          new VersionLoss(workspace.objects(), walk, touches)
              .find(Fingerprint.read(root.manifest(), 0));
      versions.put(root.id(), (long) lost);
    }
    return new Loss(walk, touches, versions);
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
}
