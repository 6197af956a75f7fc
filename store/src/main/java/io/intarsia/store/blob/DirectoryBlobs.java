package io.intarsia.store.blob;

import io.intarsia.store.error.StoreFullException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Blobs as files of a directory. A blob is written in {@code tmp/}, synced, renamed into place, and
 * its directory is synced.
 */
public final class DirectoryBlobs implements BlobStore {
  private final Path root;
  private final String temporaryPrefix;
  private final AlignedBuffers buffers = new AlignedBuffers();
  private final AtomicLong temporaryNumber = new AtomicLong();

  /**
   * @param root the directory of the store
   * @param temporaryPrefix begins the names of this instance's files in {@code tmp/}
   */
  public DirectoryBlobs(Path root, String temporaryPrefix) {
    this.root = root;
    this.temporaryPrefix = temporaryPrefix;
  }

  @Override
  public BlobWriter create(String key) throws IOException {
    Path temporary =
        root.resolve("tmp/" + temporaryPrefix + "-" + temporaryNumber.getAndIncrement());
    try {
      FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return new FileBlobWriter(
          key, channel, temporary, root.resolve(key), this::syncNested, buffers);
    } catch (IOException e) {
      throw translate(key, e);
    }
  }

  @Override
  public Blob open(String key) throws IOException {
    return new FileBlob(key, FileChannel.open(root.resolve(key), StandardOpenOption.READ));
  }

  @Override
  public boolean exists(String key) throws IOException {
    BasicFileAttributes attributes = attributes(root.resolve(key));
    return attributes != null && attributes.isRegularFile();
  }

  /**
   * Null if there is nothing. To {@link Files#isRegularFile} and the like, whatever cannot be
   * looked at is not there; a record might then be written in place of another one.
   */
  private static @Nullable BasicFileAttributes attributes(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  @Override
  public long size(String key) throws IOException {
    return Files.size(root.resolve(key));
  }

  /** The time of the last change and the number of the file. */
  @Override
  public long stamp(String key) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(root.resolve(key), BasicFileAttributes.class);
    return attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS)
        + 0x9E37_79B9_7F4A_7C15L * Objects.hashCode(attributes.fileKey());
  }

  @Override
  public List<String> list(String prefix) throws IOException {
    List<String> keys = new ArrayList<>();
    list(root.resolve(prefix), prefix, 0, keys);
    Collections.sort(keys);
    return keys;
  }

  /** Files have an extension and directories of the layout have none, which saves a stat each. */
  private static void list(Path directory, String prefix, int depth, List<String> keys)
      throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (name.indexOf('.') > 0) {
          keys.add(prefix + name);
        } else if (depth < 2 && isDirectory(entry)) {
          list(entry, prefix + name + "/", depth + 1, keys);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return; // gone meanwhile, or never written to
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static boolean isDirectory(Path path) throws IOException {
    BasicFileAttributes attributes = attributes(path);
    return attributes != null && attributes.isDirectory();
  }

  @Override
  public void delete(String key) throws IOException {
    Files.deleteIfExists(root.resolve(key));
  }

  @Override
  public void sync(String prefix) throws IOException {
    try {
      syncNested(prefix.isEmpty() ? root : root.resolve(prefix));
    } catch (NoSuchFileException e) {
      return; // nothing was ever put there
    }
  }

  /** Syncs a directory of the layout, and the one that names it if that is not the root. */
  private void syncNested(Path directory) throws IOException {
    syncDirectory(directory);
    Path parent = directory.getParent();
    if (parent != null && parent.startsWith(root) && !parent.equals(root)) {
      syncDirectory(parent);
    }
  }

  /** Makes what happened to the entries of a directory durable. */
  public static void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** The exception for a full disk where that is the reason, else the same. */
  public static IOException translate(String file, IOException e) {
    String message = e.getMessage();
    if (message == null || e instanceof StoreFullException) {
      return e;
    }
    String lower = message.toLowerCase(Locale.ROOT);
    boolean full = lower.contains("no space left") || lower.contains("quota exceeded");
    return full ? new StoreFullException(file, e) : e;
  }
}
