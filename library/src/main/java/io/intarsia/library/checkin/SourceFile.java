package io.intarsia.library.checkin;

import io.intarsia.bytes.FileSource;
import io.intarsia.bytes.FileState;
import io.intarsia.bytes.OpenForWriting;
import io.intarsia.bytes.Zeros;
import io.intarsia.library.error.LibraryException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The file that is checked in, watched for changes while it is read; standard input comes by way of
 * a temporary file.
 */
final class SourceFile implements AutoCloseable {
  private static final int STEP_BYTES = 1 << 16;

  private final FileSource source;
  private final @Nullable Path temporary;
  private final FileState before;

  private SourceFile(FileSource source, @Nullable Path temporary) throws IOException {
    this.source = source;
    this.temporary = temporary;
    this.before = source.state();
  }

  /**
   * Opens a file or device.
   *
   * @throws LibraryException when it cannot be read, or somebody has it open for writing
   */
  static SourceFile open(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new LibraryException("'" + file + "' does not exist");
    }
    if (Files.isDirectory(file)) {
      throw new LibraryException(
          "'" + file + "' is a directory; name a disk image file or a block device");
    }
    if (!Files.isReadable(file)) {
      throw new LibraryException("'" + file + "' cannot be read; check its permissions");
    }
    if (OpenForWriting.isOpenForWriting(file)) {
      throw new LibraryException(
          "'"
              + file
              + "' is open for writing by another program; stop what writes to it (such as a running VM) and try again");
    }
    return new SourceFile(FileSource.open(file), null);
  }

  /**
   * Copies a stream to a temporary file, zeros as holes, and opens that.
   *
   * @param file does not exist yet; deleted when this is closed
   */
  static SourceFile spool(InputStream in, Path file) throws IOException {
    try {
      try (FileChannel out =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        copySparse(in, out);
      }
      return new SourceFile(FileSource.open(file), file);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private static void copySparse(InputStream in, FileChannel out) throws IOException {
    byte[] step = new byte[STEP_BYTES];
    long size = 0;
    for (int n = in.readNBytes(step, 0, step.length);
        n > 0;
        n = in.readNBytes(step, 0, step.length)) {
      if (!Zeros.isZero(step, 0, n)) {
        ByteBuffer bytes = ByteBuffer.wrap(step, 0, n);
        for (long at = size; bytes.hasRemaining(); at = size + bytes.position()) {
          out.write(bytes, at);
        }
      }
      size += n;
    }
    if (size > out.size()) {
      out.write(ByteBuffer.wrap(new byte[1]), size - 1);
    }
  }

  FileSource source() {
    return source;
  }

  /**
   * Compares the file with what it was when it was opened.
   *
   * @throws LibraryException when somebody changed it meanwhile
   */
  void requireUnchanged() throws IOException {
    if (!source.state().equals(before)
        || (temporary == null && OpenForWriting.isOpenForWriting(source.path()))) {
      throw new LibraryException(
          source.description()
              + " changed while it was read; nothing was checked in. Stop what writes to it and try again");
    }
  }

  @Override
  public void close() throws IOException {
    source.close();
    if (temporary != null) {
      Files.deleteIfExists(temporary);
    }
  }
}
