package io.intarsia.library.maintenance;

import io.intarsia.library.damage.DamageMarks;
import io.intarsia.library.progress.Position;
import io.intarsia.library.progress.Progress;
import io.intarsia.library.workspace.Workspace;
import io.intarsia.store.maintenance.Verify;
import io.intarsia.store.maintenance.VerifyOptions;
import java.io.IOException;

/** Checks store and catalog, and says which versions each damage touches. */
public final class VerifyLibrary {
  private final Workspace workspace;
  private final Progress progress;

  public VerifyLibrary(Workspace workspace, Progress progress) {
    this.workspace = workspace;
    this.progress = progress;
  }

  /** Verifies, and remembers what is damaged. */
  public VerifyResult run(VerifyRequest request) throws IOException {
    var checked = check(request);
    String catalogProblem = CatalogCheck.check(workspace);
    String catalog = String.valueOf(workspace.catalogFile().getFileName());
    DamageReport report = new DamageReport(checked, catalog, catalogProblem);
    try (TouchedVersions touched = new TouchedVersions(workspace)) {
      report.describe(touched);
    }
    report.marks().write(workspace.directory(), workspace.keys());
    return new VerifyResult(
        checked.checkedChunks(),
        checked.checkedBytes(),
        checked.frameBytes(),
        checked.readFrameBytes(),
        checked.skippedBytes(),
        report.damaged(),
        report.leftOut());
  }

  /** Checks the files of the store; packs known to be damaged in any case. */
  public io.intarsia.store.maintenance.VerifyResult check(VerifyRequest request)
      throws IOException {
    VerifyOptions options =
        VerifyOptions.sample(request.percent())
            .withSuspects(DamageMarks.read(workspace.directory(), workspace.keys()).packs());
    var checked =
        Verify.run(
            workspace.directory(),
            workspace.keys(),
            request.resume() ? options.resuming() : options,
            new Position(progress, "verifying")::reached);
    progress.end();
    return checked;
  }
}
