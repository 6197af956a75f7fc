package io.intarsia.library;

import io.intarsia.library.checkin.CheckIn;
import io.intarsia.library.checkin.CheckInRequest;
import io.intarsia.library.checkin.CheckInResult;
import io.intarsia.library.checkin.Reindex;
import io.intarsia.library.checkout.CheckOut;
import io.intarsia.library.checkout.CheckOutRequest;
import io.intarsia.library.checkout.CheckOutResult;
import io.intarsia.library.compare.CompareVersions;
import io.intarsia.library.compare.Comparison;
import io.intarsia.library.damage.DamageMarks;
import io.intarsia.library.extract.ExtractFiles;
import io.intarsia.library.extract.ExtractResult;
import io.intarsia.library.history.HistoryChanges;
import io.intarsia.library.history.ImageSummary;
import io.intarsia.library.history.Provenance;
import io.intarsia.library.history.ProvenanceNode;
import io.intarsia.library.history.RemoveResult;
import io.intarsia.library.history.VersionLists;
import io.intarsia.library.history.VersionSummary;
import io.intarsia.library.maintenance.CatalogRebuild;
import io.intarsia.library.maintenance.CollectGarbage;
import io.intarsia.library.maintenance.CountStats;
import io.intarsia.library.maintenance.GcResult;
import io.intarsia.library.maintenance.LibraryStats;
import io.intarsia.library.maintenance.OptimizeLayout;
import io.intarsia.library.maintenance.OptimizeResult;
import io.intarsia.library.maintenance.VerifyLibrary;
import io.intarsia.library.maintenance.VerifyRequest;
import io.intarsia.library.maintenance.VerifyResult;
import io.intarsia.library.manifest.DirectoryEntry;
import io.intarsia.library.progress.Progress;
import io.intarsia.library.reference.ImageReference;
import io.intarsia.library.reference.PathReference;
import io.intarsia.library.repair.Repair;
import io.intarsia.library.repair.RepairResult;
import io.intarsia.library.search.FileSearch;
import io.intarsia.library.search.SearchQuery;
import io.intarsia.library.search.SearchVisitor;
import io.intarsia.library.view.ContentBytes;
import io.intarsia.library.view.FileLister;
import io.intarsia.library.view.FileVisitor;
import io.intarsia.library.view.ShowVersion;
import io.intarsia.library.view.TreePath;
import io.intarsia.library.view.VersionDetails;
import io.intarsia.library.view.VersionDigest;
import io.intarsia.library.view.VersionTree;
import io.intarsia.library.workspace.VersionFinder;
import io.intarsia.library.workspace.Workspace;
import io.intarsia.store.Store;
import io.intarsia.store.StoreSettings;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.crypt.KeyChanges;
import io.intarsia.store.crypt.KeyInfo;
import io.intarsia.store.crypt.KeySource;
import io.intarsia.store.crypt.ReencryptResult;
import io.intarsia.store.crypt.Secret;
import io.intarsia.store.maintenance.RebuildIndex;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A library in a directory of this host. */
final class LocalLibrary implements Library {
  private final Workspace workspace;

  LocalLibrary(Workspace workspace) {
    this.workspace = workspace;
  }

  @Override
  public Path directory() {
    return workspace.directory();
  }

  @Override
  public int chunkSize() throws IOException {
    return Store.header(workspace.directory()).chunkSize();
  }

  @Override
  public CheckInResult checkIn(CheckInRequest request, Progress progress) throws IOException {
    workspace.requireWritable();
    return new CheckIn(workspace, request, progress).run();
  }

  @Override
  public CheckOutResult checkOut(CheckOutRequest request, OutputStream out, Progress progress)
      throws IOException {
    return new CheckOut(workspace, request, progress).run(out);
  }

  @Override
  public List<ImageSummary> list() throws IOException {
    return workspace.read(VersionLists::images);
  }

  @Override
  public List<VersionSummary> versions(String name) throws IOException {
    DamageMarks marks = DamageMarks.read(workspace.directory(), workspace.keys());
    return workspace.read(catalog -> VersionLists.versions(catalog, name, marks));
  }

  @Override
  public VersionDetails show(ImageReference image) throws IOException {
    return new ShowVersion(workspace).show(find(image));
  }

  @Override
  public String digest(ImageReference image, int disk, Progress progress) throws IOException {
    return new VersionDigest(workspace).digest(find(image), disk, progress);
  }

  @Override
  public void ls(PathReference path, boolean recursive, FileVisitor visitor) throws IOException {
    TreePath start = new VersionTree(workspace, find(path.image())).require(path, false);
    new FileLister(workspace.objects()).list(start, recursive, visitor);
  }

  @Override
  public void cat(PathReference path, OutputStream out) throws IOException {
    VersionTree tree = new VersionTree(workspace, find(path.image()));
    DirectoryEntry file = tree.requireFile(path);
    ContentBytes.copy(workspace.store().reader(), file.content(), out);
  }

  @Override
  public Comparison compare(ImageReference a, ImageReference b) throws IOException {
    return CompareVersions.compare(workspace.objects(), manifest(a), manifest(b));
  }

  private Fingerprint manifest(ImageReference reference) throws IOException {
    return Fingerprint.read(find(reference).version().manifest(), 0);
  }

  @Override
  public void search(SearchQuery query, SearchVisitor visitor) throws IOException {
    new FileSearch(workspace.objects(), query, visitor)
        .run(workspace.read(catalog -> FileSearch.versions(catalog, query)));
  }

  @Override
  public ProvenanceNode provenance(ImageReference image) throws IOException {
    VersionFinder.Found found = find(image);
    return workspace.read(catalog -> Provenance.tree(catalog, found));
  }

  @Override
  public void setDefault(String name, int version) throws IOException {
    new HistoryChanges(workspace).setDefault(name, version);
  }

  @Override
  public void rename(String oldName, String newName) throws IOException {
    new HistoryChanges(workspace).rename(oldName, newName);
  }

  @Override
  public RemoveResult remove(ImageReference version, boolean dryRun) throws IOException {
    return new HistoryChanges(workspace).remove(version, dryRun);
  }

  @Override
  public RemoveResult removeAllButLast(String name, int keep, boolean dryRun) throws IOException {
    return new HistoryChanges(workspace).removeAllButLast(name, keep, dryRun);
  }

  @Override
  public void setLocked(String name, boolean locked) throws IOException {
    new HistoryChanges(workspace).setLocked(name, locked);
  }

  @Override
  public CheckInResult reindex(ImageReference image, Progress progress) throws IOException {
    workspace.requireWritable();
    return new Reindex(workspace, find(image), progress).run();
  }

  @Override
  public ExtractResult extract(PathReference path, Path directory, Progress progress)
      throws IOException {
    return new ExtractFiles(workspace, path, directory, progress).run();
  }

  @Override
  public LibraryStats stats() throws IOException {
    return CountStats.of(workspace);
  }

  @Override
  public GcResult gc(boolean dryRun, Progress progress) throws IOException {
    workspace.requireWritable();
    return new CollectGarbage(workspace).run(dryRun);
  }

  @Override
  public OptimizeResult optimize(List<ImageReference> versions, boolean dryRun, Progress progress)
      throws IOException {
    workspace.requireWritable();
    return new OptimizeLayout(workspace, progress).run(versions, dryRun);
  }

  @Override
  public @Nullable GcResult gcIfDue(Progress progress) throws IOException {
    return new CollectGarbage(workspace).runIfDue();
  }

  @Override
  public StoreSettings settings() throws IOException {
    return workspace.store().settings();
  }

  @Override
  public StoreSettings changeSettings(UnaryOperator<StoreSettings> change) throws IOException {
    StoreSettings changed = workspace.store().change(change);
    workspace.reopenStore();
    return changed;
  }

  @Override
  public List<String> damages() {
    return workspace.damages().stream().map(damage -> String.valueOf(damage.getMessage())).toList();
  }

  @Override
  public VerifyResult verify(VerifyRequest request, Progress progress) throws IOException {
    workspace.close();
    return new VerifyLibrary(workspace, progress).run(request);
  }

  @Override
  public RepairResult repair(List<Path> from, KeySource fromKeys, Progress progress)
      throws IOException {
    workspace.requireWritable();
    workspace.close();
    return new Repair(workspace, from, fromKeys, progress).run();
  }

  @Override
  public void rebuildIndex(Progress progress) throws IOException {
    workspace.requireWritable();
    workspace.close();
    RebuildIndex.run(workspace.directory(), workspace.keys());
  }

  @Override
  public void rebuildCatalog(Progress progress) throws IOException {
    workspace.requireWritable();
    new CatalogRebuild(workspace).run();
  }

  @Override
  public List<KeyInfo> keys() throws IOException {
    return workspace.listKeys();
  }

  @Override
  public int addKey(Secret secret) throws IOException {
    return workspace.changeKeys(keys -> keys.add(secret));
  }

  @Override
  public void removeKey(int id) throws IOException {
    workspace.changeKeys(keys -> {
      keys.remove(id);
      return id;
    });
  }

  @Override
  public int rotateKey() throws IOException {
    return workspace.rotateKey();
  }

  @Override
  public ReencryptResult reencrypt() throws IOException {
    return workspace.changeKeys(KeyChanges::reencrypt);
  }

  private VersionFinder.Found find(ImageReference reference) throws IOException {
    return VersionFinder.version(workspace, reference);
  }

  @Override
  public void close() throws IOException {
    workspace.close();
  }
}
