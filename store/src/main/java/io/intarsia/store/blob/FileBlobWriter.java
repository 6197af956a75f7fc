package io.intarsia.store.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a file under a temporary name and renames it when it is durable. */
final class FileBlobWriter implements BlobWriter {
  private final String key;
  private final FileChannel channel;
  private final Path temporary;
  private final Path target;
  private final DirectorySync sync;
  private long length;
  private boolean committed;

  /** Makes durable which names a directory holds, and its own. */
  @FunctionalInterface
  interface DirectorySync {
    void sync(Path directory) throws IOException;
  }

  FileBlobWriter(String key, FileChannel channel, Path temporary, Path target, DirectorySync sync) {
    this.key = key;
    this.channel = channel;
    this.temporary = temporary;
    this.target = target;
    this.sync = sync;
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, count);
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw DirectoryBlobs.translate(key, e);
    }
    length += count;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void commit() throws IOException {
    try {
      channel.force(true);
      channel.close();
      rename();
      committed = true;
      sync.sync(parent(target));
    } catch (IOException e) {
      throw DirectoryBlobs.translate(key, e);
    }
  }

  private void rename() throws IOException {
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      Files.createDirectories(parent(target));
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IllegalStateException(path + " has no parent");
    }
    return parent;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    if (!committed) {
      Files.deleteIfExists(temporary);
    }
  }
}
