package io.intarsia.library.repair;

import io.intarsia.bytes.ByteSource;
import io.intarsia.catalog.Image;
import io.intarsia.catalog.Root;
import io.intarsia.catalog.Version;
import io.intarsia.library.checkin.Reindex;
import io.intarsia.library.progress.Progress;
import io.intarsia.library.workspace.VersionFinder;
import io.intarsia.library.workspace.Workspace;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.maintenance.LossWalk;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes lost directories, contents and maps anew: from the version's own disk where that can be
 * read, else from the disks of sources that may be the same.
 */
final class TreeRepair {
  private final Workspace workspace;
  private final RepairSources sources;
  private final LossWalk walk;
  private final Progress progress;

  /**
   * @param walk that has met all versions
   */
  TreeRepair(Workspace workspace, RepairSources sources, LossWalk walk, Progress progress) {
    this.workspace = workspace;
    this.sources = sources;
    this.walk = walk;
    this.progress = progress;
  }

  /**
   * Repairs the versions that a walk found touched.
   *
   * @param reindexed gets the names of those that were made anew
   * @return how many of the lost objects are there again
   */
  long run(List<Root> roots, List<String> reindexed) throws IOException {
    for (Root root : roots) {
      Fingerprint manifest = Fingerprint.read(root.manifest(), 0);
      Image image = workspace.catalog().image(root.id().imageId());
      Version version = workspace.catalog().version(root.id());
      if (image != null && version != null && walk.isTouched(manifest) && isTouched(manifest)) {
        VersionFinder.Found found = new VersionFinder.Found(image, version);
        if (rebuild(found) || rebuildFromSources(found)) {
          reindexed.add(found.name());
        }
      }
    }
    Set<Fingerprint> lost = new HashSet<>(walk.lostObjects());
    lost.removeIf(object -> !isThere(object));
    return lost.size();
  }

  /** Whether a version still lacks something: others may have brought it back. */
  private boolean isTouched(Fingerprint manifest) throws IOException {
    LossWalk now = LossWalk.of(workspace.store(), Set.of());
    return now.walk(manifest) && !now.lostObjects().isEmpty();
  }

  private boolean isThere(Fingerprint object) {
    try {
      workspace.store().reader().readObject(object);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean rebuild(VersionFinder.Found found) throws IOException {
    try {
      new Reindex(workspace, found, progress).rebuild();
      return true;
    } catch (StoreException e) {
      return false; // something of the disk itself is lost
    }
  }

  private boolean rebuildFromSources(VersionFinder.Found found) throws IOException {
    boolean[] done = new boolean[1];
    for (RepairSource source : sources.list()) {
      if (!done[0]) {
        source.visitDisks(disks -> {
          done[0] = isAsLarge(disks, found.version()) && rebuildFrom(found, disks);
          return !done[0];
        });
      }
    }
    return done[0];
  }

  private static boolean isAsLarge(List<ByteSource> disks, Version version) {
    long size = 0;
    for (ByteSource disk : disks) {
      size += disk.size();
    }
    return size == version.sizes().virtualBytes();
  }

  private boolean rebuildFrom(VersionFinder.Found found, List<ByteSource> disks)
      throws IOException {
    try {
      return new Reindex(workspace, found, progress).rebuildFrom(disks, walk.lostObjects())
          && !isTouched(Fingerprint.read(found.version().manifest(), 0));
    } catch (StoreException e) {
      return false;
    }
  }
}
