package io.intarsia.store;

import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.blob.Blobs;
import io.intarsia.store.blob.DirectoryBlobs;
import io.intarsia.store.error.CondemnedException;
import io.intarsia.store.error.NoSuchStoreException;
import io.intarsia.store.error.StoreExistsException;
import io.intarsia.store.error.StoreFullException;
import io.intarsia.store.frame.FrameCodec;
import io.intarsia.store.index.Index;
import io.intarsia.store.index.IndexLayout;
import io.intarsia.store.index.SegmentNames;
import io.intarsia.store.pack.PackLayout;
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
import java.util.HexFormat;
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
  private final StoreReader reader;
  private final AtomicBoolean committing = new AtomicBoolean();
  private final BlobRecordLog records;
  private final BlobRecordLog writableRecords;
  private final IndexMerging merging;
  private final Set<Inserter> inserters = ConcurrentHashMap.newKeySet();
  private @Nullable ExecutorService ownCompressors;

  private Store(
      Path directory,
      StoreHeader header,
      Access access,
      Backend backend,
      @Nullable Session session,
      BlobStore blobs)
      throws IOException {
    this.directory = directory;
    this.header = header;
    this.settings = StoreSettings.read(blobs, header);
    this.access = access;
    this.session = session;
    long sessionId = session == null ? 0 : session.id();
    Index index = new Index(blobs);
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
            new PackReader(blobs, codec),
            backend.reserve(),
            backend.workers());
    this.reader = new StoreReader(index, parts.packs());
    this.merging = new IndexMerging(parts);
    this.records = new BlobRecordLog(blobs);
    this.writableRecords = new BlobRecordLog(blobs, committing);
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
    backend.prepare();
    Coordination coordination = backend.coordination();
    try (Session session = coordination.begin();
        var _ = coordination.lock(Coordination.Lock.COMMIT)) {
      BlobStore blobs = backend.blobs(name(session));
      if (blobs.exists(StoreHeaderFile.KEY)) {
        throw new StoreExistsException(directory);
      }
      backend.reserve().restore();
      StoreHeader header = new StoreHeader(StoreHeader.randomId(), options);
      Blobs.write(blobs, StoreHeaderFile.KEY, StoreHeaderFile.encode(header));
    }
    return open(directory, backend, Access.WRITE);
  }

  /**
   * Opens a store and begins a session, which keeps gc from deleting what it may read. Opened with
   * {@link Access#READ} where nothing can be written, there is no session: a gc that runs meanwhile
   * from elsewhere may then delete what is being read, which shows as a missing chunk.
   *
   * @throws NoSuchStoreException if there is none
   */
  public static Store open(Path directory, Access access) throws IOException {
    return open(directory, new LocalBackend(directory), access);
  }

  static Store open(Path directory, Backend backend, Access access) throws IOException {
    StoreHeader header = readHeader(directory, backend.blobs("none"));
    Session session = begin(backend, access);
    try {
      BlobStore blobs = backend.blobs(session == null ? "none" : name(session));
      Store store = new Store(directory, header, access, backend, session, blobs);
      long epoch = store.parts.index().refresh().condemned().epoch();
      if (session != null) {
        session.saw(epoch);
      }
      if (access == Access.WRITE) {
        publishOrphans(store.parts);
      }
      return store;
    } catch (IOException | RuntimeException | Error e) {
      if (session != null) {
        session.close();
      }
      throw e;
    }
  }

  /** On a full disk they wait for a later open: gc must be able to open the store. */
  private static void publishOrphans(StoreParts parts) throws IOException {
    try {
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
      if (access == Access.READ) {
        return null;
      }
      throw e;
    }
  }

  /**
   * A name for a temporary file of this session, in the store; gc deletes the file when the session
   * is dead.
   *
   * @param purpose ends the name
   */
  public Path temporaryFile(String purpose) {
    String prefix = session == null ? "none" : name(session);
    return directory.resolve("tmp").resolve(prefix + "-" + purpose);
  }

  private static String name(Session session) {
    return HexFormat.of().toHexDigits(session.id());
  }

  /** Whether a directory holds a store. */
  public static boolean exists(Path directory) {
    return Files.isRegularFile(directory.resolve(StoreHeaderFile.KEY));
  }

  /** The records of a store that is not opened: without index and session, quick. Read-only. */
  public static RecordLog records(Path directory) throws IOException {
    header(directory);
    return new BlobRecordLog(new DirectoryBlobs(directory, "none"));
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
    checkWritable();
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

  /** The reader of this store; always the same one. */
  public ChunkReader reader() {
    return reader;
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
    checkWritable();
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
    checkWritable();
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
      try {
        return action.run(writableRecords);
      } finally {
        committing.set(false);
      }
    }
  }

  public RecordLog records() {
    return records;
  }

  /** Sizes, from the index and the file system. */
  public StoreStats stats() throws IOException {
    return StatsCount.of(directory, parts.index().refresh());
  }

  private void checkWritable() {
    if (access != Access.WRITE) {
      throw new IllegalStateException("the store is open for reading only");
    }
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
