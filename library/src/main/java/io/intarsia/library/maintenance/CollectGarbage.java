package io.intarsia.library.maintenance;

import io.intarsia.library.workspace.Workspace;
import io.intarsia.store.Reserve;
import io.intarsia.store.maintenance.Gc;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

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
    return result(Gc.run(workspace.store(), new VersionRoots(workspace), dryRun), dryRun);
  }

  /** As the settings of the store say; null if gc was not due. */
  public @Nullable GcResult runIfDue() throws IOException {
    int percent = workspace.store().settings().gc().auto();
    if (percent == 0) {
      return null;
    }
    io.intarsia.store.maintenance.GcResult done =
        Gc.runIfDead(workspace.store(), new VersionRoots(workspace), percent / 100.0);
    return done == null ? null : result(done, false);
  }

  static GcResult result(io.intarsia.store.maintenance.GcResult done, boolean dryRun) {
    return new GcResult(done.freedBytes(), done.waitingBytes(), done.rewrittenPacks(), dryRun);
  }
}
