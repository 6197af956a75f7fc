package io.intarsia.store;

import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.blob.Blobs;
import io.intarsia.store.blob.DirectoryBlobs;
import io.intarsia.store.crypt.KeyChanges;
import io.intarsia.store.crypt.KeyRing;
import io.intarsia.store.crypt.KeySource;
import io.intarsia.store.crypt.Secret;
import io.intarsia.store.crypt.StoreKeys;
import io.intarsia.store.error.CondemnedException;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.KeyException;
import io.intarsia.store.error.NoSuchStoreException;
import io.intarsia.store.error.ReadOnlyStoreException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.error.StoreExistsException;
import io.intarsia.store.error.StoreFullException;
import io.intarsia.store.frame.Fingerprints;
import io.intarsia.store.frame.FrameCodec;
import io.intarsia.store.index.Index;
import io.intarsia.store.index.IndexLayout;
import io.intarsia.store.index.IndexSubstitute;
import io.intarsia.store.index.SegmentNames;
import io.intarsia.store.pack.PackLayout;
import io.intarsia.store.read.IndexPlaces;
import io.intarsia.store.read.PackReader;
import io.intarsia.store.read.StoreReader;
import io.intarsia.store.record.BlobRecordLog;
import io.intarsia.store.session.Coordination;
import io.intarsia.store.session.Session;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A store in a directory, open. Thread-safe; several processes may have it open at once. */
public final class Store implements AutoCloseable {
  private final Path directory;
  private final StoreHeader header;
  private final StoreSettings settings;
  private final Access access;
  private final @Nullable Session session;
  private final StoreParts parts;
  private final BlobStore raw;
  private final StoreReader reader;
  private final AtomicBoolean committing = new AtomicBoolean();
  private final BlobRecordLog records;
  private final BlobRecordLog writableRecords;
  private final IndexMerging merging;
  private final Set<Inserter> inserters = ConcurrentHashMap.newKeySet();
  private final IndexPlaces places;
  private final List<DamagedException> damages = new ArrayList<>();
  private @Nullable ExecutorService ownCompressors;

  private Store(
      Path directory,
      StoreHeader header,
      Access access,
      Backend backend,
      StoreKeys keys,
      @Nullable Session session,
      BlobStore raw)
      throws IOException {
    this.directory = directory;
    this.header = header;
    this.access = access;
    this.session = session;
    this.raw = raw;
    DamagedException ofHeader = StoreHeaderFile.damage(raw);
    if (ofHeader != null) {
      doWithout(ofHeader);
    }
    BlobStore blobs = keys.blobs(raw);
    this.settings = readSettings(blobs);
    long sessionId = session == null ? 0 : session.id();
    Index index = index(blobs);
    this.places = new IndexPlaces(index, blobs);
    FrameCodec codec = new FrameCodec(settings.options().compressionLevel());
    this.parts =
        new StoreParts(
            blobs,
            backend.coordination(),
            sessionId,
            index,
            new SegmentNames(sessionId),
            new AtomicInteger(),
            codec,
            new PackReader(blobs, codec, places),
            backend.reserve(),
            backend.workers(),
            keys);
    this.reader = new StoreReader(places, parts.packs(), keys.fingerprints());
    this.merging = new IndexMerging(parts);
    this.records = new BlobRecordLog(blobs);
    this.writableRecords = new BlobRecordLog(blobs, committing);
  }

  private StoreSettings readSettings(BlobStore blobs) throws IOException {
    try {
      return StoreSettings.read(blobs, header);
    } catch (DamagedException e) {
      doWithout(e);
      return StoreSettings.first(header);
    }
  }

  private Index index(BlobStore blobs) throws IOException {
    if (access != Access.READ_DAMAGED) {
      return new Index(blobs);
    }
    IndexSubstitute substitute = IndexSubstitute.of(blobs);
    damages.addAll(substitute.damages());
    return new Index(blobs, substitute);
  }

  private void doWithout(DamagedException damage) throws DamagedException {
    if (access != Access.READ_DAMAGED) {
      throw damage;
    }
    damages.add(damage);
  }

  /**
   * Creates a store, mode 0700, and opens it for writing.
   *
   * @param directory absent, or an empty directory
   * @throws StoreExistsException if it is not empty
   */
  public static Store create(Path directory, StoreOptions options) throws IOException {
    return create(directory, new LocalBackend(directory), options);
  }

  static Store create(Path directory, Backend backend, StoreOptions options) throws IOException {
    create(
        directory, backend, new StoreHeader(StoreHeader.randomId(), options), StoreKeys::discard);
    return open(directory, backend, Access.WRITE, StoreKeys.none());
  }

  /** The header is written last: it makes the directory a store. */
  private static void create(
      Path directory, Backend backend, StoreHeader header, Preparation preparation)
      throws IOException {
    backend.prepare();
    Coordination coordination = backend.coordination();
    try (Session session = coordination.begin();
        var _ = coordination.lock(Coordination.Lock.COMMIT)) {
      BlobStore blobs = backend.blobs(session.name());
      if (blobs.exists(StoreHeaderFile.KEY) || blobs.exists(StoreHeaderFile.COPY)) {
        throw new StoreExistsException(directory);
      }
      backend.reserve().restore();
      preparation.run(blobs);
      StoreHeaderFile.write(blobs, header);
    }
  }

  /**
   * Creates an encrypted store and opens it for writing.
   *
   * @param first opens it from now on; more are added by {@link #keyChanges}
   */
  public static Encrypted createEncrypted(Path directory, StoreOptions options, Secret first)
      throws IOException {
    return createEncrypted(directory, new LocalBackend(directory), options, first);
  }

  static Encrypted createEncrypted(
      Path directory, Backend backend, StoreOptions options, Secret first) throws IOException {
    StoreHeader header = new StoreHeader(StoreHeader.randomId(), options, true);
    KeyChanges.Created[] created = new KeyChanges.Created[1];
    create(
        directory,
        backend,
        header,
        raw ->
            created[0] =
                KeyChanges.create(raw, directory.getFileSystem(), header.idBytes(), first));
    Store store = open(directory, backend, Access.WRITE, created[0].keys());
    return new Encrypted(store, created[0].recoveryKey());
  }

  /**
   * An encrypted store that was just created.
   *
   * @param recoveryKey opens it too; is nowhere but here
   */
  public record Encrypted(Store store, String recoveryKey) {}

  /** What a new store needs before its header. */
  @FunctionalInterface
  private interface Preparation {
    void run(BlobStore raw) throws IOException;
  }

  /**
   * Opens a store and begins a session, which keeps gc from deleting what it may read. Opened with
   * {@link Access#READ} where nothing can be written, there is no session: a gc that runs meanwhile
   * from elsewhere may then delete what is being read, which shows as a missing chunk.
   *
   * @throws NoSuchStoreException if there is none
   */
  public static Store open(Path directory, Access access) throws IOException {
    return open(directory, access, KeySource.NONE);
  }

  /** The same, of a store that may be encrypted. */
  public static Store open(Path directory, Access access, KeySource keys) throws IOException {
    readHeader(directory, new DirectoryBlobs(directory, "none"));
    return open(directory, access, StoreKeys.open(directory, keys));
  }

  /** The same, with keys that were opened before. */
  public static Store open(Path directory, Access access, StoreKeys keys) throws IOException {
    return open(directory, new LocalBackend(directory), access, keys);
  }

  /**
   * Opens a store for reading as far as that is possible.
   *
   * @param damage that kept it from being opened otherwise
   */
  public static Store openDamaged(Path directory, StoreKeys keys, DamagedException damage)
      throws IOException {
    Store store = open(directory, Access.READ_DAMAGED, keys);
    if (store.damages.isEmpty()) {
      store.damages.add(damage);
    }
    return store;
  }

  static Store open(Path directory, Backend backend, Access access) throws IOException {
    BlobStore raw = backend.blobs("none");
    readHeader(directory, raw);
    return open(directory, backend, access, StoreKeys.open(raw, KeySource.NONE));
  }

  static Store open(Path directory, Backend backend, Access access, StoreKeys keys)
      throws IOException {
    StoreHeader header = readHeader(directory, backend.blobs("none"));
    requireMatching(header, keys);
    Session session = begin(backend, access);
    try {
      BlobStore raw = backend.blobs(session == null ? "none" : session.name());
      Store store = new Store(directory, header, access, backend, keys, session, raw);
      long epoch = store.parts.index().refresh().condemned().epoch();
      if (session != null) {
        session.saw(epoch);
      }
      if (access == Access.WRITE) {
        complete(store.parts, raw);
      }
      return store;
    } catch (IOException | RuntimeException | Error e) {
      if (session != null) {
        session.close();
      }
      throw e;
    }
  }

  /** Who takes the keys away, or the header's word for them, is not to be trusted with data. */
  private static void requireMatching(StoreHeader header, StoreKeys keys) throws DamagedException {
    if (header.isEncrypted() && !keys.isEncrypted()) {
      throw new DamagedException("keys", "it is missing, and nothing can be read without it");
    }
    if (keys.isEncrypted() && !header.isEncrypted()) {
      throw new DamagedException(StoreHeaderFile.KEY, "it says that there are no keys");
    }
  }

  /**
   * What the dead have left unfinished. On a full disk it waits for a later open: gc must be able
   * to open the store.
   */
  private static void complete(StoreParts parts, BlobStore raw) throws IOException {
    try {
      parts.keys().completeChange(raw, parts.coordination());
      OrphanPacks.publish(parts);
    } catch (StoreFullException e) {
      parts.index().refresh();
    }
  }

  private static @Nullable Session begin(Backend backend, Access access) throws IOException {
    try {
      return backend.coordination().begin();
    } catch (StoreFullException e) {
      backend.reserve().release();
      return backend.coordination().begin();
    } catch (FileSystemException e) {
      if (access != Access.WRITE) {
        return null;
      }
      throw e;
    }
  }

  /**
   * A name for a temporary file in the store, which may be closed before the file is.
   *
   * @param purpose ends the name
   */
  public TemporaryFile temporaryFile(String purpose) throws IOException {
    requireWritable();
    return TemporaryFile.begin(directory, parts.coordination(), purpose);
  }

  /** Whether a directory holds a store. */
  public static boolean exists(Path directory) {
    return Files.isRegularFile(directory.resolve(StoreHeaderFile.KEY))
        || Files.isRegularFile(directory.resolve(StoreHeaderFile.COPY));
  }

  /** The records of a store that is not opened: without index and session, quick. Read-only. */
  public static RecordLog records(Path directory, StoreKeys keys) throws IOException {
    requireMatching(header(directory), keys);
    return new BlobRecordLog(keys.blobs(new DirectoryBlobs(directory, "none")));
  }

  /** The same, of a store that is not encrypted. */
  public static RecordLog records(Path directory) throws IOException {
    return records(directory, StoreKeys.open(directory, KeySource.NONE));
  }

  /** What the header of a store that is not opened says. */
  public static StoreHeader header(Path directory) throws IOException {
    return readHeader(directory, new DirectoryBlobs(directory, "none"));
  }

  private static StoreHeader readHeader(Path directory, BlobStore blobs) throws IOException {
    try {
      return StoreHeaderFile.read(blobs);
    } catch (NoSuchFileException e) {
      throw new NoSuchStoreException(directory);
    }
  }

  public StoreHeader header() {
    return header;
  }

  /** What was set when this store was opened. */
  public StoreSettings settings() {
    return settings;
  }

  /**
   * Changes the settings, for those who open the store from now on. What this store, already open,
   * writes stays as it was set before.
   *
   * @param change makes new settings of those that are in force
   * @throws IllegalArgumentException if the new settings have another chunk size
   */
  public StoreSettings change(UnaryOperator<StoreSettings> change) throws IOException {
    requireWritable();
    try (var _ = parts.coordination().lock(Coordination.Lock.COMMIT)) {
      StoreSettings changed = change.apply(StoreSettings.read(parts.blobs(), header));
      if (changed.options().chunkSize() != header.chunkSize()) {
        throw new IllegalArgumentException("a store keeps its chunk size");
      }
      Blobs.write(parts.blobs(), StoreSettingsFile.KEY, StoreSettingsFile.encode(changed));
      return changed;
    }
  }

  public Path directory() {
    return directory;
  }

  /** For the maintenance of this store, which works on its parts. */
  public StoreParts parts() {
    return parts;
  }

  /** How this store names chunks and objects. */
  public Fingerprints fingerprints() {
    return parts.fingerprints();
  }

  /**
   * What changes the keys of this store.
   *
   * @throws KeyException if it has none
   */
  public KeyChanges keyChanges() throws IOException {
    requireWritable();
    if (parts.keys() instanceof KeyRing ring) {
      return new KeyChanges(ring, raw, parts.coordination());
    }
    throw new KeyException(directory + " is not encrypted: it has no keys");
  }

  /** The reader of this store; always the same one. */
  public ChunkReader reader() {
    return reader;
  }

  /**
   * A reader that knows only what the index names, for who is going to delete what that does not
   * lead to.
   */
  public ChunkReader indexedReader() {
    return reader.with(new IndexPlaces(parts.index(), null));
  }

  /**
   * A reader for who reads most of a version. What lies together in a pack is mostly wanted
   * together, so it asks the index for few chunks, and takes the places of their neighbours from
   * the tables of contents of their packs. Up to 40 MB.
   */
  public ChunkReader bulkReader() {
    return reader.withTables(parts.blobs());
  }

  /** An inserter that compresses on threads of the store. */
  public Inserter inserter() throws IOException {
    return inserter(compressors());
  }

  /** An inserter that compresses on the threads of {@code compressors}. */
  public Inserter inserter(Executor compressors) throws IOException {
    requireWritable();
    parts.index().refresh();
    mergeIndex();
    Inserter inserter = new Inserter(this, parts, compressors);
    inserters.add(inserter);
    return inserter;
  }

  /** Begins to merge segments of the index beside everything else, if there are too many. */
  void mergeIndex() {
    merging.startIfDue();
  }

  void forget(Inserter inserter) {
    inserters.remove(inserter);
  }

  private synchronized Executor compressors() {
    ExecutorService known = ownCompressors;
    if (known == null) {
      known =
          Executors.newFixedThreadPool(
              Runtime.getRuntime().availableProcessors(),
              task -> Thread.ofPlatform().daemon().name("compress").unstarted(task));
      ownCompressors = known;
    }
    return known;
  }

  /**
   * Runs an action under the commit lock, which one thread of one process has at a time.
   *
   * @param sealed the sealed inserter that put or referenced every object that the records name;
   *     null if they name none
   * @throws CondemnedException if gc condemned something that the inserter references; the action
   *     has not run
   */
  public <T extends @Nullable Object> T commit(@Nullable Inserter sealed, CommitAction<T> action)
      throws IOException {
    requireWritable();
    if (sealed != null && !sealed.isSealed()) {
      throw new IllegalStateException("the inserter is not sealed");
    }
    try (var _ = parts.coordination().lock(Coordination.Lock.COMMIT)) {
      PackId condemned = sealed == null ? null : sealed.firstCondemned();
      if (condemned != null) {
        throw new CondemnedException(PackLayout.key(condemned));
      }
      if (sealed != null) {
        // what others published and this builds on
        parts.blobs().sync(IndexLayout.PREFIX);
      }
      committing.set(true);
      T done;
      try {
        done = action.run(writableRecords);
      } finally {
        committing.set(false);
      }
      restoreReserve();
      return done;
    }
  }

  /** What cannot be done now is left to the next commit: this one is done. */
  private void restoreReserve() {
    try {
      parts.reserve().restore();
    } catch (IOException e) {
      return;
    }
  }

  /**
   * Gives a part of the reserve to a full disk, for the record of a removal; the next commit takes
   * back what is left of it. Most of it stays for gc.
   *
   * @return false if there was nothing to give
   */
  public boolean releaseReserve() throws IOException {
    requireWritable();
    return parts.reserve().releasePart();
  }

  public RecordLog records() {
    return records;
  }

  /** Sizes, from the index and the file system. */
  public StoreStats stats() throws IOException {
    return StatsCount.of(directory, parts.index().refresh());
  }

  /**
   * To be asked before anything is written.
   *
   * @throws DamagedException what is to be repaired before, of a store opened though it is damaged
   * @throws ReadOnlyStoreException if it was opened for reading only
   */
  public void requireWritable() throws StoreException {
    if (!damages.isEmpty()) {
      throw damages.getFirst();
    }
    if (access != Access.WRITE) {
      throw new ReadOnlyStoreException(directory);
    }
  }

  /** What is damaged of the files other than packs that reading met, and did without. */
  public List<DamagedException> damages() {
    List<DamagedException> all = new ArrayList<>(damages);
    all.addAll(places.damages());
    return all;
  }

  /** Ends the session. Open inserters are given up; a merge of the index is waited for. */
  @Override
  public void close() throws IOException {
    for (Inserter inserter : List.copyOf(inserters)) {
      inserter.close();
    }
    try {
      merging.await();
    } finally {
      end();
    }
  }

  private void end() throws IOException {
    synchronized (this) {
      if (ownCompressors != null) {
        ownCompressors.shutdown();
      }
    }
    parts.packs().close();
    parts.codec().close();
    if (session != null) {
      session.close();
    }
  }
}
