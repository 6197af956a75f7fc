package io.intarsia.store.blob;

import io.intarsia.bytes.DirectFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * Writes a file under a temporary name and renames it when it is durable. Large files go past the
 * page cache, since what they hold is waited for on the disk anyhow and seldom read soon.
 */
final class FileBlobWriter implements BlobWriter {
  /** Most blobs are shorter, and take no buffer. */
  private static final int PLAIN_BYTES = 1 << 20;

  private final String key;
  private final FileChannel channel;
  private final Path temporary;
  private final Path target;
  private final DirectorySync sync;
  private final AlignedBuffers buffers;
  private @Nullable DirectFile direct;
  private @Nullable ByteBuffer buffer;
  private long length;
  private boolean committed;

  /** Makes durable which names a directory holds, and its own. */
  @FunctionalInterface
  interface DirectorySync {
    void sync(Path directory) throws IOException;
  }

  FileBlobWriter(
      String key,
      FileChannel channel,
      Path temporary,
      Path target,
      DirectorySync sync,
      AlignedBuffers buffers) {
    this.key = key;
    this.channel = channel;
    this.temporary = temporary;
    this.target = target;
    this.sync = sync;
    this.buffers = buffers;
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    try {
      int plain = buffer == null ? plainPart(count) : 0;
      writePlain(ByteBuffer.wrap(bytes, offset, plain));
      for (int at = plain; at < count; ) {
        at += fill(bytes, offset + at, count - at);
      }
    } catch (IOException e) {
      throw DirectoryBlobs.translate(key, e);
    }
  }

  /** How much of what comes next is written plainly: all, or up to where a buffer may begin. */
  private int plainPart(int count) {
    long end = length + count;
    if (end < PLAIN_BYTES) {
      return count;
    }
    int toLine = (int) (-length & (DirectFile.ALIGNMENT - 1));
    return Math.min(count, toLine);
  }

  private void writePlain(ByteBuffer bytes) throws IOException {
    length += bytes.remaining();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private int fill(byte[] bytes, int offset, int count) throws IOException {
    ByteBuffer into = buffer;
    if (into == null) {
      into = buffers.take();
      buffer = into;
    }
    int part = Math.min(count, into.remaining());
    into.put(bytes, offset, part);
    length += part;
    if (!into.hasRemaining()) {
      flush(into);
    }
    return part;
  }

  private void flush(ByteBuffer full) throws IOException {
    DirectFile file = direct;
    if (file == null) {
      file = DirectFile.open(temporary, channel);
      direct = file;
    }
    full.flip();
    file.write(full, length - full.limit());
    full.clear();
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void commit() throws IOException {
    try {
      if (buffer != null) {
        flush(buffer);
      }
      channel.force(true);
      release();
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

  private void release() throws IOException {
    try (channel;
        DirectFile _ = direct) {
      ByteBuffer used = buffer;
      if (used != null) {
        buffer = null;
        buffers.give(used);
      }
    }
  }

  @Override
  public void close() throws IOException {
    release();
    if (!committed) {
      Files.deleteIfExists(temporary);
    }
  }
}
