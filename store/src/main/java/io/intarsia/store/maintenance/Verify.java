package io.intarsia.store.maintenance;

import io.intarsia.store.PackId;
import io.intarsia.store.Store;
import io.intarsia.store.StoreHeader;
import io.intarsia.store.StoreHeaderCopies;
import io.intarsia.store.StoreSettings;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.blob.DirectoryBlobs;
import io.intarsia.store.crypt.KeySource;
import io.intarsia.store.crypt.StoreKeys;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.NoSuchStoreException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.frame.Fingerprints;
import io.intarsia.store.frame.FrameCodec;
import io.intarsia.store.pack.PackLayout;
import io.intarsia.store.read.PackReader;
import io.intarsia.store.record.BlobRecordLog;
import io.intarsia.store.record.RecordFile;
import io.intarsia.store.session.Condemned;
import io.intarsia.store.session.LocalCoordination;
import io.intarsia.store.session.Session;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Checks the files of a store. Needs no index to work, and changes nothing but what it remembers
 * about itself.
 */
public final class Verify {
  private final Path directory;
  private final BlobStore blobs;
  private final Fingerprints fingerprints;
  private final VerifyOptions options;
  private final Progress progress;
  private final Damages damages = new Damages();
  private final FrameSet damagedFrames = new FrameSet();
  private final AtomicLong checkedBytes = new AtomicLong();
  private long allBytes;

  private Verify(Path directory, StoreKeys keys, VerifyOptions options, Progress progress) {
    this.directory = directory;
    this.fingerprints = keys.fingerprints();
    this.blobs = keys.blobs(new DirectoryBlobs(directory, "none"));
    this.options = options;
    this.progress = progress;
  }

  /** Told how far a verification is. */
  @FunctionalInterface
  public interface Progress {
    void checked(long bytes, long ofBytes);
  }

  /**
   * Checks every file of a store. Holds a session where it can, so that gc deletes nothing under
   * it; check-ins go on.
   *
   * @param progress told about bytes checked; called by several threads
   * @throws io.intarsia.store.error.KeyException if the key that was used is removed meanwhile
   * @throws NoSuchStoreException if there is no store at all
   */
  public static VerifyResult run(Path directory, VerifyOptions options, Progress progress)
      throws IOException {
    return run(directory, StoreKeys.open(directory, KeySource.NONE), options, progress);
  }

  /** The same, of a store that may be encrypted. */
  public static VerifyResult run(
      Path directory, StoreKeys keys, VerifyOptions options, Progress progress) throws IOException {
    Verify verify = new Verify(directory, keys, options, progress);
    verify.checkHeader(keys);
    try (Session session = beginSession(directory)) {
      Condemned condemned = verify.checkCondemned();
      if (session != null) {
        session.saw(condemned.epoch());
      }
      return verify.run(condemned, verify.loadState(session, keys));
    }
  }

  private static @Nullable Session beginSession(Path directory) throws IOException {
    try {
      return new LocalCoordination(directory).begin();
    } catch (FileSystemException e) {
      return null; // nothing can be written there
    }
  }

  private VerifyState loadState(@Nullable Session session, StoreKeys keys) throws IOException {
    String prefix = session == null ? "none" : session.name();
    BlobStore own = keys.blobs(new DirectoryBlobs(directory, prefix));
    VerifyState state = VerifyState.load(own, session != null);
    if (options.percent() >= 100 && !options.resume()) {
      state.beginAnew();
    }
    return state;
  }

  private VerifyResult run(Condemned condemned, VerifyState state) throws IOException {
    checkRecords();
    List<PackId> packs = listPacks();
    SegmentCheck index = SegmentCheck.run(blobs, damages);
    Set<PackId> all = new HashSet<>(packs);
    index.packs().forEach(all::add);
    all.removeIf(pack -> condemned.state(pack) == Condemned.CONDEMNED);
    checked(index.bytes());
    Condemned now = readAgain(condemned);
    FrameChoice choice =
        new FrameChoice(options.percent(), state.sampleStart(), options.suspects());
    try (FrameCodec codec = new FrameCodec(1);
        PackReader reader = new PackReader(blobs, codec, index::places);
        PackCheck check =
            new PackCheck(
                blobs,
                reader,
                fingerprints,
                index,
                now,
                choice,
                damages,
                damagedFrames,
                state,
                options.threads(),
                this::checked)) {
      checkAll(check, all, state);
      if (options.percent() >= 100) {
        state.allDone();
      } else if (options.percent() > 0) {
        state.sampled(choice.end());
      }
      List<VerifyResult.Damage> damaged =
          new LossCount(blobs, reader, index, condemned, now, damagedFrames).of(damages, all);
      return new VerifyResult(
          check.checkedChunks(),
          checkedBytes.get(),
          check.frameBytes(),
          check.readBytes(),
          check.skippedBytes(),
          damaged);
    }
  }

  private static void checkAll(PackCheck check, Set<PackId> packs, VerifyState state)
      throws IOException {
    List<PackId> ordered = new ArrayList<>(packs);
    ordered.sort(null);
    boolean done = false;
    try {
      check.check(ordered);
      done = true;
    } finally {
      if (!done) {
        state.interrupted();
      }
    }
  }

  private void checkHeader(StoreKeys keys) throws IOException {
    for (DamagedException damaged : keys.check()) {
      damages.add(damaged.file(), damaged.what());
    }
    try {
      StoreHeader header = Store.header(directory);
      if (header.isEncrypted() != keys.isEncrypted()) {
        damages.add("store", "it says wrongly whether the store is encrypted");
      }
      checkSettings(header);
    } catch (NoSuchStoreException e) {
      if (blobs.list(PackLayout.PREFIX).isEmpty() && blobs.list(RecordFile.PREFIX).isEmpty()) {
        throw e;
      }
    } catch (StoreException e) {
      // named below, with what is wrong with its copy
    }
    for (DamagedException damaged :
        StoreHeaderCopies.check(new DirectoryBlobs(directory, "none"))) {
      damages.add(damaged.file(), damaged.what());
    }
  }

  private void checkSettings(StoreHeader header) throws IOException {
    try {
      StoreSettings.read(blobs, header);
    } catch (StoreException e) {
      damages.add("settings", String.valueOf(e.getMessage()));
    }
  }

  private Condemned checkCondemned() throws IOException {
    try {
      return Condemned.read(blobs);
    } catch (StoreException e) {
      damages.add(Condemned.KEY, String.valueOf(e.getMessage()));
      return Condemned.NONE;
    }
  }

  /** After the index was read: what is retired before it is published is known to be then. */
  private Condemned readAgain(Condemned before) throws IOException {
    try {
      return Condemned.read(blobs);
    } catch (StoreException e) {
      return before; // reported already, unless it gets damaged in this moment
    }
  }

  private void checkRecords() throws IOException {
    BlobRecordLog records = new BlobRecordLog(blobs);
    long last = 0;
    for (String key : blobs.list(RecordFile.PREFIX)) {
      long number = RecordFile.number(key);
      if (number == 0) {
        damages.add(key, "it is not a record");
      }
      last = Math.max(last, number);
    }
    if (last > 1_000_000_000_000L) {
      damages.add(RecordFile.key(last), "its number cannot be");
      return;
    }
    for (long number = 1; number <= last; number++) {
      try {
        checked(records.read(number).length);
      } catch (StoreException e) {
        damages.add(RecordFile.key(number), String.valueOf(e.getMessage()));
      }
    }
  }

  private List<PackId> listPacks() throws IOException {
    List<PackId> packs = new ArrayList<>();
    for (String key : blobs.list(PackLayout.PREFIX)) {
      PackId id = PackLayout.id(key);
      if (id == null) {
        damages.add(key, "it is not a pack");
      } else {
        packs.add(id);
        allBytes += (long) (size(key) * options.percent() / 100);
      }
    }
    return packs;
  }

  private long size(String key) throws IOException {
    try {
      return blobs.size(key);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  private void checked(long bytes) {
    progress.checked(checkedBytes.addAndGet(bytes), Math.max(allBytes, checkedBytes.get()));
  }
}
