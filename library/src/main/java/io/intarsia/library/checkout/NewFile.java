package io.intarsia.library.checkout;

import io.intarsia.bytes.DirectFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file that gets its name only when it is complete: written beside it, then renamed. */
final class NewFile implements AutoCloseable {
  private final Path target;
  private final Path temporary;
  private final FileChannel channel;
  private boolean kept;

  private NewFile(Path target, Path temporary, FileChannel channel) {
    this.target = target;
    this.temporary = temporary;
    this.channel = channel;
  }

  static NewFile create(Path target) throws IOException {
    Path absolute = target.toAbsolutePath();
    Path name = absolute.getFileName();
    Path temporary =
        absolute.resolveSibling(
            "." + name + ".intarsia-" + Long.toHexString(System.nanoTime()) + ".tmp");
    FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    temporary.toFile().deleteOnExit();
    return new NewFile(absolute, temporary, channel);
  }

  FileChannel channel() {
    return channel;
  }

  /** The same file, to write past the page cache. */
  DirectFile direct() {
    return DirectFile.open(temporary, channel);
  }

  /** Gives the file its name, replacing what had it. */
  void keep() throws IOException {
    channel.close();
    Files.move(
        temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    kept = true;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    if (!kept) {
      Files.deleteIfExists(temporary);
    }
  }
}
