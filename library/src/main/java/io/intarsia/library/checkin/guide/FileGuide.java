package io.intarsia.library.checkin.guide;

import io.intarsia.library.checkin.plan.FileNames;
import io.intarsia.library.manifest.ContentId;
import io.intarsia.library.manifest.ContentList;
import io.intarsia.library.manifest.DirectoryEntry;
import io.intarsia.library.manifest.DirectoryObject;
import io.intarsia.library.manifest.ObjectSource;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.StoreException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Knows which chunks the files of an image resemble: those that stood at the same offset of the
 * file of the same path in a stored version, or of a path that differs in numbers only. Used by one
 * thread.
 */
public final class FileGuide {
  private static final int MAX_DEPTH = 64;

  /** Entries of directories that are kept; then all are forgotten. */
  private static final int MAX_ENTRIES = 1 << 16;

  /** Entries that are read, some of them again: after that nothing is known. */
  private static final int MAX_READ = 1 << 22;

  /** Chunks of a file that are looked up at once. */
  private static final int CHUNKS_AHEAD = 64;

  private final ObjectSource objects;
  private final FileNames names;
  private final Map<Integer, Fingerprint> roots;
  private final int chunkSize;
  private final Map<Integer, Entries> directories = new HashMap<>();
  private int entryCount;
  private int readCount;
  private boolean givenUp;
  private int lastContent = -1;
  private ContentId like = ContentId.UNKNOWN;
  private @Nullable ContentList chunks;
  private final Map<Long, Fingerprint> ahead = new HashMap<>();
  private long aheadFrom;

  /** What is kept of an entry, whose attributes may be long. */
  private record Entry(ContentId content, @Nullable Fingerprint directory) {}

  /** What a directory of the stored version holds, by the hashes of names. */
  private static final class Entries {
    private final Map<Integer, Entry> exact = new HashMap<>();
    private final Map<Integer, Entry> kin = new HashMap<>();
    private int count;

    void add(DirectoryEntry entry) {
      count++;
      if (exact.size() < MAX_ENTRIES) {
        Entry kept = new Entry(entry.content(), entry.directory());
        exact.put(FileNames.hash(entry.name()), kept);
        kin.put(FileNames.kin(entry.name()), kept);
      }
    }

    @Nullable Entry find(int hash, int kinHash) {
      Entry found = exact.get(hash);
      return found != null ? found : kin.get(kinHash);
    }
  }

  /**
   * A version as a guide.
   *
   * @param names of the image's contents
   * @param roots fingerprints of the version's root directories, by the number in {@code names} of
   *     the image's own
   */
  public FileGuide(
      ObjectSource objects, FileNames names, Map<Integer, Fingerprint> roots, int chunkSize) {
    this.objects = objects;
    this.names = names;
    this.roots = Map.copyOf(roots);
    this.chunkSize = chunkSize;
  }

  /** Knows nothing. */
  public static FileGuide none() {
    return new FileGuide(
        fingerprint -> {
          throw new IllegalStateException("nobody asks for " + fingerprint);
        },
        new FileNames(),
        Map.of(),
        1);
  }

  /**
   * The chunk that a content's bytes from an offset on resemble; null if none is known.
   *
   * @param offset a multiple of the chunk size
   */
  public @Nullable Fingerprint resembled(int content, long offset) throws IOException {
    if (givenUp || roots.isEmpty()) {
      return null;
    }
    try {
      if (content != lastContent) {
        open(content);
      }
      return switch (like.kind()) {
        case CHUNK -> offset == 0 ? like.requireFingerprint() : null;
        case LIST -> chunk(offset);
        case EMPTY, UNKNOWN -> null;
      };
    } catch (StoreException e) {
      // a guide is a hint: damage in another version must not keep this one from being stored
      givenUp = true;
      return null;
    }
  }

  private void open(int content) throws IOException {
    lastContent = content;
    like = ContentId.UNKNOWN;
    chunks = null;
    ahead.clear();
    int directory = names.directoryOf(content);
    Entries entries = directory == FileNames.NONE ? null : entries(directory, 0);
    if (entries != null) {
      Entry entry = entries.find(names.hashOf(content), names.kinOf(content));
      like = entry == null ? ContentId.UNKNOWN : entry.content();
    }
  }

  private @Nullable Fingerprint chunk(long offset) throws IOException {
    ContentList list = chunks;
    if (list == null) {
      list = ContentList.open(objects, like.requireFingerprint());
      chunks = list;
      aheadFrom = -1;
    }
    long end = aheadFrom + (long) CHUNKS_AHEAD * chunkSize;
    if (aheadFrom < 0 || offset < aheadFrom || offset >= end) {
      ahead.clear();
      aheadFrom = offset;
      list.visit(offset, offset + (long) CHUNKS_AHEAD * chunkSize, new Chunks());
    }
    return ahead.get(offset);
  }

  private final class Chunks implements ContentList.Visitor {
    @Override
    public void chunk(long offset, int length, Fingerprint fingerprint) {
      ahead.put(offset, fingerprint);
    }

    @Override
    public void hole(long offset, long length) {}
  }

  /** What the stored version has in the directory of the same path; null if there is none. */
  private @Nullable Entries entries(int directory, int depth) throws IOException {
    Entries known = directories.get(directory);
    if (known != null || depth > MAX_DEPTH) {
      return known;
    }
    Fingerprint stored = stored(directory, depth);
    if (stored == null) {
      return null;
    }
    if (entryCount >= MAX_ENTRIES) {
      directories.clear();
      entryCount = 0;
    }
    Entries read = new Entries();
    DirectoryObject.read(objects, stored, read::add);
    entryCount += read.exact.size();
    readCount += read.count;
    givenUp = readCount > MAX_READ;
    directories.put(directory, read);
    return read;
  }

  private @Nullable Fingerprint stored(int directory, int depth) throws IOException {
    int parent = names.parent(directory);
    if (parent == FileNames.NONE) {
      return roots.get(directory);
    }
    Entries around = entries(parent, depth + 1);
    Entry entry =
        around == null
            ? null
            : around.find(names.directoryHash(directory), names.directoryKin(directory));
    return entry == null ? null : entry.directory();
  }
}
