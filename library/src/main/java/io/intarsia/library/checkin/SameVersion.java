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

  /** Among which candidates of the right size are looked for. */
  private static final int MAX_LISTED = 64;

  /** Places of a disk that are compared before all of it is. */
  private static final int PROBES = 16;

  /**
   * Where the superblocks of ext4, XFS and btrfs are, which change when anything does, from the
   * start of a partition.
   */
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
     * newest ones with the same file systems. One that differs only where nobody looked at first is
     * the last that is compared: the others are hardly nearer, and the disk was read for it.
     *
     * @param name of the image, for people
     * @return null when there is none
     */
    @Nullable SameVersion find(String name, @Nullable VersionId derivedFrom) throws IOException {
      for (Version candidate : candidates(derivedFrom)) {
        try {
          StoredImage image =
              StoredImage.of(reader::readObject, Fingerprint.read(candidate.manifest(), 0));
          if (isComparable(image) && hasSameProbes(image)) {
            return hasSameBytes(image, name) ? new SameVersion(candidate, image) : null;
          }
        } catch (StoreException e) {
          // What cannot be read is not taken; perhaps another one is the same.
        }
      }
      return null;
    }

    /** Versions that are there and whole, of the disks' size, one for each manifest. */
    private List<Version> candidates(@Nullable VersionId derivedFrom) throws IOException {
      Catalog catalog = workspace.catalog();
      List<Version> likely = new ArrayList<>();
      if (derivedFrom != null) {
        likely.add(Objects.requireNonNull(catalog.version(derivedFrom)));
      }
      for (PlacePlan place : planning.survey()) {
        String uuid = place.uuid();
        if (uuid != null && likely.size() < MAX_LISTED) {
          likely.addAll(catalog.newestVersionsWithFileSystem(uuid, MAX_LISTED));
        }
      }
      if (likely.isEmpty()) {
        return likely;
      }
      long size = disks.stream().mapToLong(ByteSource::size).sum();
      DamageMarks marks = DamageMarks.read(workspace.directory(), workspace.keys());
      Map<Fingerprint, Version> found = new LinkedHashMap<>();
      for (Version version : likely) {
        if (version.present()
            && version.sizes().virtualBytes() == size
            && marks.lost(version.id()) == 0) {
          found.putIfAbsent(Fingerprint.read(version.manifest(), 0), version);
        }
      }
      return found.values().stream().limit(MAX_CANDIDATES).toList();
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

    private boolean hasSameProbes(StoredImage image) throws IOException {
      for (StoredDisk stored : image.disks()) {
        DiskMatch match = match(stored);
        for (long probe : probes(image, stored)) {
          if (!match.matchesAt(probe)) {
            return false;
          }
        }
      }
      return true;
    }

    private boolean hasSameBytes(StoredImage image, String name) throws IOException {
      planning.stop();
      progress.begin("checking in " + name, planning.dataBytes());
      ExecutorService threads = Threads.start("compare");
      try {
        for (StoredDisk stored : image.disks()) {
          if (!match(stored).matches(threads, progress)) {
            return false;
          }
        }
        progress.end();
        return true;
      } finally {
        threads.close();
      }
    }

    private DiskMatch match(StoredDisk stored) throws IOException {
      return new DiskMatch(
          disks.get(stored.number()),
          stored.manifest().blockMap(reader::readObject),
          reader,
          workspace.store().header().chunkSize());
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
