package io.intarsia.library.maintenance;

import io.intarsia.library.workspace.Workspace;
import io.intarsia.store.Reserve;
import io.intarsia.store.maintenance.Gc;
import java.io.IOException;

/** Frees what no version needs. */
public final class CollectGarbage {
  private final Workspace workspace;

  public CollectGarbage(Workspace workspace) {
    this.workspace = workspace;
  }

  public GcResult run(boolean dryRun) throws IOException {
    if (!dryRun) {
      Reserve.releaseAt(workspace.directory());
    }
    io.intarsia.store.maintenance.GcResult done =
        Gc.run(workspace.store(), new VersionRoots(workspace), dryRun);
    return new GcResult(done.freedBytes(), done.waitingBytes(), done.rewrittenPacks(), dryRun);
  }
}
