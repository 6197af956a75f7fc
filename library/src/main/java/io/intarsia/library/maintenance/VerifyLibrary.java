package io.intarsia.library.maintenance;

import io.intarsia.library.progress.Progress;
import io.intarsia.library.workspace.Workspace;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.maintenance.Verify;
import io.intarsia.store.maintenance.VerifyOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Checks store and catalog, and says which versions each damage touches. */
public final class VerifyLibrary {
  private static final String RECORDS = "records/";
  private static final String INDEX = "index/";
  private static final String PACKS = "packs/";
  private static final String HEADER = "store";

  private final Workspace workspace;
  private final Progress progress;

  public VerifyLibrary(Workspace workspace, Progress progress) {
    this.workspace = workspace;
    this.progress = progress;
  }

  /**
   * Verifies.
   *
   * @param percent how much of the packs to read, 0 to 100; 0 checks structures only
   */
  public VerifyResult run(double percent) throws IOException {
    AtomicLong told = new AtomicLong(-1);
    io.intarsia.store.maintenance.VerifyResult checked =
        Verify.run(
            workspace.directory(),
            workspace.keys(),
            VerifyOptions.sample(percent),
            (bytes, of) -> {
              long before = told.getAndSet(bytes);
              if (before < 0) {
                progress.begin("verifying", of);
              }
              progress.advance(bytes - Math.max(0, before));
            });
    progress.end();
    String catalogProblem = CatalogCheck.check(workspace);
    List<VerifyResult.Damage> damaged = new ArrayList<>();
    if (catalogProblem != null || !checked.damaged().isEmpty()) {
      describe(checked, catalogProblem, damaged);
    }
    return new VerifyResult(checked.checkedChunks(), checked.checkedBytes(), damaged);
  }

  private void describe(
      io.intarsia.store.maintenance.VerifyResult checked,
      @Nullable String catalogProblem,
      List<VerifyResult.Damage> damaged)
      throws IOException {
    try (TouchedVersions touched = new TouchedVersions(workspace)) {
      Map<Fingerprint, List<String>> needing = needing(touched, checked);
      for (var damage : checked.damaged()) {
        damaged.add(
            new VerifyResult.Damage(
                damage.file(), damage.what(), versions(touched, damage, needing)));
      }
      if (catalogProblem != null) {
        damaged.add(
            new VerifyResult.Damage(
                String.valueOf(workspace.catalogFile().getFileName()),
                catalogProblem,
                touched.all()));
      }
    }
  }

  /**
   * The versions of each lost fingerprint; null when the store cannot be opened, so that none can
   * be read.
   */
  private static @Nullable Map<Fingerprint, List<String>> needing(
      TouchedVersions touched, io.intarsia.store.maintenance.VerifyResult checked)
      throws IOException {
    Set<Fingerprint> lost = new HashSet<>();
    checked.damaged().forEach(damage -> lost.addAll(damage.lost()));
    try {
      return lost.isEmpty() ? Map.of() : touched.needing(lost);
    } catch (StoreException e) {
      return null;
    }
  }

  private static List<String> versions(
      TouchedVersions touched,
      io.intarsia.store.maintenance.VerifyResult.Damage damage,
      @Nullable Map<Fingerprint, List<String>> needing)
      throws IOException {
    String file = damage.file();
    if (file.startsWith(RECORDS)) {
      return touched.ofRecord(recordNumber(file));
    }
    if (file.equals(HEADER)
        || file.startsWith(INDEX)
        || (needing == null && file.startsWith(PACKS))) {
      return touched.all();
    }
    Set<String> names = new TreeSet<>();
    if (needing != null) {
      for (Fingerprint lost : damage.lost()) {
        names.addAll(needing.getOrDefault(lost, List.of()));
      }
    }
    return List.copyOf(names);
  }

  private static long recordNumber(String file) {
    String digits = file.substring(RECORDS.length()).replace(".rec", "");
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
