package io.intarsia.library.repair;

import io.intarsia.catalog.Root;
import io.intarsia.library.maintenance.CatalogCheck;
import io.intarsia.library.maintenance.CatalogRebuild;
import io.intarsia.library.maintenance.TouchedVersions;
import io.intarsia.library.maintenance.VerifyLibrary;
import io.intarsia.library.maintenance.VerifyRequest;
import io.intarsia.library.maintenance.VerifyResult;
import io.intarsia.library.progress.Progress;
import io.intarsia.library.workspace.Workspace;
import io.intarsia.store.PackId;
import io.intarsia.store.Store;
import io.intarsia.store.StoreHeaderCopies;
import io.intarsia.store.StoreSettings;
import io.intarsia.store.blob.DirectoryBlobs;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.crypt.KeySource;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.index.IndexLayout;
import io.intarsia.store.maintenance.CondemnedReset;
import io.intarsia.store.maintenance.LossWalk;
import io.intarsia.store.maintenance.RebuildIndex;
import io.intarsia.store.maintenance.Restoration;
import io.intarsia.store.pack.PackLayout;
import io.intarsia.store.session.Condemned;
import io.intarsia.store.session.Coordination;
import io.intarsia.store.session.LocalCoordination;
import io.intarsia.store.session.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Repairs a store: verifies it, moves what is intact out of damaged packs, takes what is lost from
 * sources, rebuilds what can be rebuilt, writes records again, and says what stays lost. Killed at
 * any point it can be run again.
 */
public final class Repair {
  private final Workspace workspace;
  private final Path directory;
  private final List<Path> from;
  private final KeySource fromKeys;
  private final Progress progress;
  private final long startNanos = System.nanoTime();
  private final List<String> notes = new ArrayList<>();
  private final List<String> reindexed = new ArrayList<>();
  private long lost;
  private long restored;

  /**
   * @param from stores and image files that may have what is lost
   * @param fromKeys asked for the key of each of these stores that is encrypted
   */
  public Repair(Workspace workspace, List<Path> from, KeySource fromKeys, Progress progress) {
    this.workspace = workspace;
    this.directory = workspace.directory();
    this.from = List.copyOf(from);
    this.fromKeys = fromKeys;
    this.progress = progress;
  }

  /**
   * Repairs as much as can be.
   *
   * @throws io.intarsia.library.error.LibraryException if a source cannot be one; nothing was
   *     changed then
   */
  public RepairResult run() throws IOException {
    requireStore();
    try (RepairSources sources = RepairSources.open(directory, from, fromKeys)) {
      var found = new VerifyLibrary(workspace, progress).check(VerifyRequest.full());
      Set<String> files = new LinkedHashSet<>();
      Set<PackId> packs = new HashSet<>();
      note(found, files, packs);
      repairHeaderAndKeys();
      resetSettings();
      if (rebuildIndex(files)) {
        // only now can be told what is wrong with packs that need others
        var then = new VerifyLibrary(workspace, progress).check(VerifyRequest.full());
        note(then, files, packs);
      }
      files.addAll(new RecordRepair(workspace, notes).run());
      rebuildCatalog(files);
      try (Workspace opened = new Workspace(workspace)) {
        restore(opened, packs, sources);
      }
      VerifyResult after = new VerifyLibrary(workspace, progress).run(new VerifyRequest(0, false));
      return new RepairResult(
          files.size(),
          lost,
          restored,
          (System.nanoTime() - startNanos) / 1e9,
          reindexed,
          notes,
          after.damaged(),
          after.damagedLeftOut());
    }
  }

  /** Of this version; a header that is damaged can be written again from its copy. */
  private void requireStore() throws IOException {
    try {
      Store.header(directory);
    } catch (DamagedException e) {
      return;
    }
  }

  /** What a check-in left behind is no damage, but may be needed. */
  private static void note(
      io.intarsia.store.maintenance.VerifyResult found, Set<String> files, Set<PackId> packs) {
    for (var damage : found.damaged()) {
      if (!damage.isLeftBehind()) {
        files.add(damage.file());
      }
      PackId pack = PackLayout.id(damage.file());
      if (pack != null) {
        packs.add(pack);
      }
    }
  }

  private void repairHeaderAndKeys() throws IOException {
    Coordination coordination = new LocalCoordination(directory);
    try (Session session = coordination.begin()) {
      DirectoryBlobs raw = new DirectoryBlobs(directory, session.name());
      List<String> repaired = new ArrayList<>(StoreHeaderCopies.repair(raw, coordination));
      repaired.addAll(workspace.keys().repair(raw, coordination));
      for (String file : repaired) {
        notes.add(file + " was damaged or outdated and was written again from its copy");
      }
    }
  }

  private void resetSettings() throws IOException {
    try {
      StoreSettings.read(
          workspace.keys().blobs(new DirectoryBlobs(directory, "none")), Store.header(directory));
    } catch (DamagedException e) {
      Files.delete(directory.resolve(e.file()));
      notes.add("the settings were damaged; those that stores have at first apply again");
    }
  }

  private boolean rebuildIndex(Set<String> files) throws IOException {
    boolean damaged = files.contains(Condemned.KEY);
    if (damaged) {
      CondemnedReset.run(directory, workspace.keys());
    }
    for (String file : files) {
      damaged |= file.startsWith(IndexLayout.PREFIX);
    }
    if (!damaged && lacksPacks()) {
      files.add(IndexLayout.PREFIX);
      damaged = true;
    }
    if (damaged) {
      RebuildIndex.run(directory, workspace.keys());
      notes.add("the index was damaged and was made anew");
    }
    return damaged;
  }

  /** Whether versions need packs that the index does not name, because a file of it is missing. */
  private boolean lacksPacks() throws IOException {
    try (TouchedVersions versions = new TouchedVersions(workspace)) {
      return versions.isIndexIncomplete();
    } catch (StoreException e) {
      return false; // reported as what is damaged
    }
  }

  private void rebuildCatalog(Set<String> files) throws IOException {
    if (CatalogCheck.check(workspace) == null) {
      return;
    }
    files.add(String.valueOf(workspace.catalogFile().getFileName()));
    try (Workspace opened = new Workspace(workspace)) {
      new CatalogRebuild(opened).run();
      notes.add("the catalog was damaged and was made anew");
    } catch (StoreException e) {
      notes.add("the catalog cannot be made anew: " + e.getMessage());
    }
  }

  private void restore(Workspace workspace, Set<PackId> damaged, RepairSources sources)
      throws IOException {
    List<Root> roots;
    LossWalk walk;
    try (Restoration restoration = Restoration.begin(workspace.store(), damaged)) {
      // only now, while no gc runs: what a version needed that was removed before may be gone
      Workspace.catchUp(workspace.catalog(), workspace.records());
      roots = workspace.catalog().roots();
      restoration.salvage();
      walk = restoration.walk(sources::object);
      List<Fingerprint> touched = new ArrayList<>();
      for (Root root : roots) {
        Fingerprint manifest = Fingerprint.read(root.manifest(), 0);
        if (walk.walk(manifest)) {
          touched.add(manifest);
        }
      }
      // what was found can be read only now
      restoration.publish();
      Set<Fingerprint> lostChunks = new LinkedHashSet<>(walk.lostChunks());
      lost += lostChunks.size() + walk.lostObjects().size() + restoration.foundObjects();
      Set<Fingerprint> missing = new LinkedHashSet<>(lostChunks);
      missing.addAll(restoration.missingBases(lostChunks));
      search(
          workspace,
          new Wanted(restoration, workspace.store().fingerprints(), missing),
          touched,
          sources);
      restoration.salvageDependents();
      int sought = lostChunks.size();
      lostChunks.removeIf(restoration::has);
      restored += sought - lostChunks.size() + restoration.foundObjects();
      restoration.finish(lostChunks.isEmpty() && walk.lostObjects().isEmpty());
    }
    workspace.reopenStore();
    if (!walk.lostObjects().isEmpty()) {
      restored += new TreeRepair(workspace, sources, walk, progress).run(roots, reindexed);
    }
  }

  private void search(
      Workspace workspace, Wanted wanted, List<Fingerprint> touched, RepairSources sources)
      throws IOException {
    PlaceSearch places = new PlaceSearch(workspace.objects(), wanted);
    ChunkSearch search =
        new ChunkSearch(wanted, places, workspace.store().header().chunkSize(), progress);
    for (RepairSource source : sources.list()) {
      search.searchByName(source);
    }
    if (wanted.isEmpty()) {
      return;
    }
    for (Fingerprint manifest : touched) {
      places.note(manifest);
    }
    for (RepairSource source : sources.list()) {
      search.searchPlaces(source);
    }
    for (RepairSource source : sources.list()) {
      search.searchAll(source);
    }
  }
}
