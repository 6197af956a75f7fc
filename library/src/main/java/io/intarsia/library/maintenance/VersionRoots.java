package io.intarsia.library.maintenance;

import io.intarsia.catalog.Catalog;
import io.intarsia.catalog.Root;
import io.intarsia.library.workspace.Workspace;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.maintenance.RootsSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The roots of garbage collection: manifests of all versions that are not removed, up to the newest
 * record.
 */
final class VersionRoots implements RootsSource {
  private final Workspace workspace;

  VersionRoots(Workspace workspace) {
    this.workspace = workspace;
  }

  @Override
  public Roots roots() throws IOException {
    Catalog catalog = workspace.soundCatalog();
    // versions that nobody sees must not be taken for garbage
    Workspace.catchUpWhole(catalog, workspace.store().records());
    long lastRecord = catalog.lastRecord();
    List<Fingerprint> manifests = new ArrayList<>();
    for (Root root : catalog.roots()) {
      manifests.add(Fingerprint.read(root.manifest(), 0));
    }
    return new Roots(manifests, lastRecord);
  }
}
