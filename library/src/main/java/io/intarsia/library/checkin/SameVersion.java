package io.intarsia.library.checkin;

import io.intarsia.bytes.ByteSource;
import io.intarsia.catalog.Catalog;
import io.intarsia.catalog.Version;
import io.intarsia.catalog.VersionFileSystem;
import io.intarsia.catalog.VersionId;
import io.intarsia.catalog.VersionSizes;
import io.intarsia.library.checkin.match.DiskMatch;
import io.intarsia.library.checkin.plan.PlacePlan;
import io.intarsia.library.damage.DamageMarks;
import io.intarsia.library.progress.Progress;
import io.intarsia.library.view.StoredDisk;
import io.intarsia.library.view.StoredImage;
import io.intarsia.library.view.StoredPlace;
import io.intarsia.library.workspace.Threads;
import io.intarsia.library.workspace.Workspace;
import io.intarsia.store.ChunkReader;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * A stored version whose disks have the bytes of an image that is checked in, and that a check-in
 * would understand no better today. The new version takes its manifest: the files need not be
 * listed, and nothing is put.
 *
 * @param version present when it was found
 * @param image what it holds
 */
record SameVersion(Version version, StoredImage image) {
  private static final int MAX_CANDIDATES = 8;

  /** Places of a disk that are compared before all of it is. */
  private static final int PROBES = 16;

  /** Where superblocks are that change when anything does, from the start of a partition. */
  private static final List<Long> SUPERBLOCKS = List.of(0L, 64L << 10);

  /** The version was removed or replaced since it was found. */
  static final class GoneException extends IOException {
    private static final long serialVersionUID = 1L;

    GoneException(VersionId id) {
      super("version " + id + " is not what it was");
    }
  }

  /**
   * Checks that the version is what it was when it was found. So gc has kept all of it: under the
   * commit lock the new version has it then.
   */
  void requireStill(Catalog catalog) throws IOException {
    Version now = catalog.version(version.id());
    if (now == null || !now.present() || !Arrays.equals(now.manifest(), version.manifest())) {
      throw new GoneException(version.id());
    }
  }

  /** What the new version has: all of this one, and nothing new. */
  VersionCommit.Stored stored(Catalog catalog, long dataBytes) throws IOException {
    List<VersionFileSystem> fileSystems = catalog.fileSystems(version.id());
    return new VersionCommit.Stored(
        Fingerprint.read(version.manifest(), 0),
        new VersionSizes(version.sizes().virtualBytes(), dataBytes, 0, 0, 0, 0),
        BlockCounts.NONE,
        fileSystems,
        Understood.of(image, fileSystems),
        0,
        List.of());
  }

  /** Looks for such versions. Used by one thread. */
  static final class Search {
    private final Workspace workspace;
    private final List<ByteSource> disks;
    private final Planning planning;
    private final Progress progress;
    private final ChunkReader reader;

    /**
     * @param planning of the disks; stopped once it will hardly be needed
     */
    Search(Workspace workspace, List<ByteSource> disks, Planning planning, Progress progress)
        throws IOException {
      this.workspace = workspace;
      this.disks = disks;
      this.planning = planning;
      this.progress = progress;
      this.reader = workspace.store().bulkReader();
    }

    /**
     * Looks among the versions that are likely: the one that the image was made from, and the
     * newest ones with the same file systems.
     *
     * @param name of the image, for people
     * @return null when there is none
     */
    @Nullable SameVersion find(String name, @Nullable VersionId derivedFrom) throws IOException {
      long size = disks.stream().mapToLong(ByteSource::size).sum();
      for (Version candidate : candidates(derivedFrom)) {
        if (candidate.present() && candidate.sizes().virtualBytes() == size) {
          StoredImage image = compare(candidate, name);
          if (image != null) {
            return new SameVersion(candidate, image);
          }
        }
      }
      return null;
    }

    private List<Version> candidates(@Nullable VersionId derivedFrom) throws IOException {
      Map<VersionId, Version> found = new LinkedHashMap<>();
      if (derivedFrom != null) {
        found.put(derivedFrom, Objects.requireNonNull(workspace.catalog().version(derivedFrom)));
      }
      for (PlacePlan place : planning.survey()) {
        String uuid = place.files() == null ? null : place.files().fileSystem().uuid();
        if (uuid != null && found.size() < MAX_CANDIDATES) {
          for (Version version :
              workspace.catalog().newestVersionsWithFileSystem(uuid, MAX_CANDIDATES)) {
            found.put(version.id(), version);
          }
        }
      }
      if (!found.isEmpty()) {
        DamageMarks marks = DamageMarks.read(workspace.directory(), workspace.keys());
        found.keySet().removeIf(id -> marks.lost(id) > 0);
      }
      return found.values().stream().limit(MAX_CANDIDATES).toList();
    }

    /** The stored image, if it has the same bytes; one that cannot be read is none. */
    private @Nullable StoredImage compare(Version version, String name) throws IOException {
      try {
        StoredImage image =
            StoredImage.of(reader::readObject, Fingerprint.read(version.manifest(), 0));
        return isComparable(image) && hasSameBytes(image, name) ? image : null;
      } catch (StoreException e) {
        return null;
      }
    }

    private boolean isComparable(StoredImage image) throws IOException {
      if (image.disks().size() != disks.size() || image.attachments() != null) {
        return false;
      }
      for (StoredDisk stored : image.disks()) {
        if (stored.manifest().size() != disks.get(stored.number()).size()) {
          return false;
        }
      }
      return ReaderCheck.isUpToDate(image, planning.survey());
    }

    private boolean hasSameBytes(StoredImage image, String name) throws IOException {
      List<DiskMatch> matches = new ArrayList<>();
      for (StoredDisk stored : image.disks()) {
        ByteSource disk = disks.get(stored.number());
        DiskMatch match =
            new DiskMatch(disk, stored.manifest().blockMap(reader::readObject), reader);
        for (long probe : probes(image, stored)) {
          if (!match.matchesAt(probe)) {
            return false;
          }
        }
        matches.add(match);
      }
      planning.stop();
      progress.begin("checking in " + name, planning.dataBytes());
      ExecutorService threads = Threads.start("compare");
      try {
        for (DiskMatch match : matches) {
          if (!match.matches(threads, progress)) {
            return false;
          }
        }
        progress.end();
        return true;
      } finally {
        threads.close();
      }
    }

    private static List<Long> probes(StoredImage image, StoredDisk disk) {
      long size = disk.manifest().size();
      List<Long> probes = new ArrayList<>();
      for (StoredPlace place : image.places()) {
        Long offset = place.offset();
        if (offset != null && place.disk() == disk.number() && probes.size() < PROBES) {
          SUPERBLOCKS.forEach(at -> probes.add(offset + at));
        }
      }
      for (int i = 0; i < PROBES; i++) {
        probes.add(size / PROBES * i);
      }
      probes.removeIf(at -> at >= size);
      return probes;
    }
  }
}
