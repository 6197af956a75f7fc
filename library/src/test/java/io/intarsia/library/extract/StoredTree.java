package io.intarsia.library.extract;

import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Xattr;
import io.intarsia.library.manifest.ContentId;
import io.intarsia.library.manifest.ContentWriter;
import io.intarsia.library.manifest.DirectoryEntry;
import io.intarsia.library.manifest.DirectoryWriter;
import io.intarsia.library.manifest.FileSystemManifest;
import io.intarsia.library.manifest.HardLinks;
import io.intarsia.library.progress.Progress;
import io.intarsia.library.view.TreePath;
import io.intarsia.store.Inserter;
import io.intarsia.store.Store;
import io.intarsia.store.StoreOptions;
import io.intarsia.store.chunk.Fingerprint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Trees written straight into a store, so that they may hold what no file system would. */
final class StoredTree implements AutoCloseable {
  static final int CHUNK_SIZE = 4096;
  static final long TIME = 1_234_567_890L;
  static final int NANOS = 123_456_789;

  private final Store store;
  private final Inserter inserter;
  private boolean sealed;

  StoredTree(Path directory) throws IOException {
    store = Store.create(directory, StoreOptions.ofChunkSize(CHUNK_SIZE));
    inserter = store.inserter();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Owner and group of files here, which an ordinary user can keep too. */
  static long self(String attribute) throws IOException {
    return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:" + attribute);
  }

  DirectoryEntry file(String name, String text) throws IOException {
    return file(name, 0644, text, self("uid"), List.of());
  }

  DirectoryEntry file(String name, int mode, String text, long uid, List<Xattr> xattrs)
      throws IOException {
    byte[] content = bytes(text);
    Fingerprint chunk = Fingerprint.ofChunk(content, 0, content.length);
    inserter.putChunk(chunk, content, 0, content.length);
    return entry(
        name,
        FileType.FILE,
        mode,
        uid,
        xattrs,
        content.length,
        ContentId.ofChunk(chunk),
        null,
        null);
  }

  /** A file with a chunk at its beginning and end and a hole between. */
  DirectoryEntry sparse(String name, byte[] chunk, long size) throws IOException {
    Fingerprint fingerprint = Fingerprint.ofChunk(chunk, 0, chunk.length);
    inserter.putChunk(fingerprint, chunk, 0, chunk.length);
    ContentWriter content = new ContentWriter(inserter::putObject, CHUNK_SIZE, size);
    content.chunk(fingerprint);
    content.hole(size - 2L * CHUNK_SIZE);
    content.chunk(fingerprint);
    ContentId id = ContentId.ofList(inserter.putObject(content.finish()));
    return entry(name, FileType.FILE, 0600, self("uid"), List.of(), size, id, null, null);
  }

  DirectoryEntry holeOnly(String name, long size) throws IOException {
    ContentWriter content = new ContentWriter(inserter::putObject, CHUNK_SIZE, size);
    content.hole(size);
    ContentId id = ContentId.ofList(inserter.putObject(content.finish()));
    return entry(name, FileType.FILE, 0600, self("uid"), List.of(), size, id, null, null);
  }

  /** An empty content with a size that is not its own. */
  static DirectoryEntry claiming(String name, long size) throws IOException {
    return entry(
        name, FileType.FILE, 0600, self("uid"), List.of(), size, ContentId.EMPTY, null, null);
  }

  static DirectoryEntry unread(String name) throws IOException {
    return entry(
        name, FileType.FILE, 0600, self("uid"), List.of(), 5, ContentId.UNKNOWN, null, null);
  }

  static DirectoryEntry symlink(String name, String target) throws IOException {
    return entry(
        name,
        FileType.SYMLINK,
        0777,
        self("uid"),
        List.of(),
        0,
        ContentId.UNKNOWN,
        null,
        bytes(target));
  }

  static DirectoryEntry special(String name, FileType type) throws IOException {
    return entry(name, type, 0640, self("uid"), List.of(), 0, ContentId.UNKNOWN, null, null);
  }

  DirectoryEntry directory(String name, int mode, DirectoryEntry... entries) throws IOException {
    DirectoryWriter writer = new DirectoryWriter(inserter::putObject);
    for (DirectoryEntry entry : entries) {
      writer.add(entry);
    }
    Fingerprint object = writer.finish();
    return entry(
        name, FileType.DIRECTORY, mode, self("uid"), List.of(), 0, ContentId.UNKNOWN, object, null);
  }

  private static DirectoryEntry entry(
      String name,
      FileType type,
      int mode,
      long uid,
      List<Xattr> xattrs,
      long size,
      ContentId content,
      @Nullable Fingerprint directory,
      byte @Nullable [] target)
      throws IOException {
    return new DirectoryEntry(
        bytes(name),
        type,
        mode,
        uid,
        self("gid"),
        TIME,
        NANOS,
        xattrs,
        size,
        content,
        directory,
        target,
        1,
        3);
  }

  /**
   * Ends writing, and changes a byte where these bytes stand, which do not compress. Frames of a
   * pack stand in any order.
   */
  void damage(byte[] stored) throws IOException {
    seal();
    try (Stream<Path> files = Files.walk(store.directory().resolve("packs"))) {
      Path data =
          files
              .filter(Files::isRegularFile)
              .max(Comparator.comparingLong(StoredTree::size))
              .orElseThrow();
      byte[] bytes = Files.readAllBytes(data);
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      bytes[text.indexOf(new String(stored, StandardCharsets.ISO_8859_1))] ^= 1;
      Files.write(data, bytes);
    }
  }

  private static long size(Path file) {
    return file.toFile().length();
  }

  private void seal() throws IOException {
    if (!sealed) {
      sealed = true;
      inserter.seal();
    }
  }

  /** Extracts a root with these groups of hard links; returns the notes. */
  List<String> extract(DirectoryEntry root, Path into, List<List<byte[]>> groups)
      throws IOException {
    List<Fingerprint> table = HardLinks.write(inserter::putObject, groups);
    FileSystemManifest fs =
        new FileSystemManifest("ext4", null, null, 4096, "test/1", root, 0, 0, List.of(), table);
    seal();
    Extraction extraction = new Extraction(store.reader(), into, Progress.none());
    return extraction.run(new TreePath(bytes("/"), root), fs).notKept();
  }

  List<String> extract(DirectoryEntry root, Path into) throws IOException {
    return extract(root, into, List.of());
  }

  @Override
  public void close() throws IOException {
    inserter.close();
    store.close();
  }
}
