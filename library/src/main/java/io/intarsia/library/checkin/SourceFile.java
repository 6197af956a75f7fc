package io.intarsia.library.checkin;

import io.intarsia.bytes.FileSource;
import io.intarsia.bytes.FileState;
import io.intarsia.bytes.OpenForWriting;
import io.intarsia.bytes.Zeros;
import io.intarsia.formats.image.compressed.Compression;
import io.intarsia.library.error.LibraryException;
import io.intarsia.library.manifest.BlockMap;
import io.intarsia.library.progress.Progress;
import io.intarsia.store.TemporaryFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The file that is checked in, watched for changes while it is read; standard input, and what a
 * compressed file holds, come by way of a temporary file.
 */
final class SourceFile implements AutoCloseable {
  private static final int STEP_BYTES = 1 << 16;

  /** Bytes written between two looks at the room that is left. */
  private static final long WATCH_BYTES = 32L << 20;

  /** Room that is left to others. */
  private static final long RESERVE_BYTES = 64L << 20;

  private final FileSource source;
  private final @Nullable TemporaryFile temporary;
  private final @Nullable SourceFile packed;
  private final FileState before;

  private SourceFile(
      FileSource source, @Nullable TemporaryFile temporary, @Nullable SourceFile packed)
      throws IOException {
    this.source = source;
    this.temporary = temporary;
    this.packed = packed;
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
    return new SourceFile(FileSource.open(file), null, null);
  }

  /**
   * Copies a stream to a temporary file, zeros as holes, and opens that.
   *
   * @param file does not exist yet; closed with this, or when this fails
   */
  static SourceFile spool(InputStream in, TemporaryFile file) throws IOException {
    return copy(in, file, "standard input", null, Progress.none());
  }

  /**
   * Decompresses to a temporary file, zeros as holes, and opens that.
   *
   * @param packed closed with this, but not when this fails
   * @param file does not exist yet; closed with this, or when this fails
   * @throws io.intarsia.formats.MalformedException when the compressed data are damaged
   * @throws LibraryException when there is no room for what comes out
   */
  static SourceFile decompressed(
      SourceFile packed, Compression compression, TemporaryFile file, Progress progress)
      throws IOException {
    progress.begin("decompressing " + packed.source.description(), -1);
    try (InputStream in = compression.open(packed.source)) {
      SourceFile plain = copy(in, file, packed.source.description(), packed, progress);
      progress.end();
      return plain;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static SourceFile copy(
      InputStream in,
      TemporaryFile file,
      String description,
      @Nullable SourceFile packed,
      Progress progress)
      throws IOException {
    Path path = file.path();
    try {
      try (FileChannel out =
          FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        copySparse(in, out, path, progress);
      }
      return new SourceFile(FileSource.open(path, description), file, packed);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static void copySparse(InputStream in, FileChannel out, Path file, Progress progress)
      throws IOException {
    byte[] step = new byte[STEP_BYTES];
    long size = 0;
    long unwatched = WATCH_BYTES;
    for (int n = in.readNBytes(step, 0, step.length);
        n > 0;
        n = in.readNBytes(step, 0, step.length)) {
      if (!Zeros.isZero(step, 0, n)) {
        unwatched += n;
        if (unwatched > WATCH_BYTES) {
          requireRoom(file);
          unwatched = 0;
        }
        ByteBuffer bytes = ByteBuffer.wrap(step, 0, n);
        for (long at = size; bytes.hasRemaining(); at = size + bytes.position()) {
          out.write(bytes, at);
        }
      }
      size += n;
      requireDisk(size);
      progress.advance(n);
    }
    if (size > out.size()) {
      out.write(ByteBuffer.wrap(new byte[1]), size - 1);
    }
  }

  private static void requireRoom(Path file) throws IOException {
    if (Files.getFileStore(file).getUsableSpace() < WATCH_BYTES + RESERVE_BYTES) {
      throw new LibraryException(
          "there is no room for the disk beside the store, in '"
              + file.getParent()
              + "', where it has to be put first; free some and try again");
    }
  }

  /** Zeros take no room, but time. */
  private static void requireDisk(long size) throws LibraryException {
    if (size > BlockMap.MAX_DISK_BYTES) {
      throw new LibraryException("the disk has more than 1 PiB; it cannot be checked in");
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
    if (packed != null) {
      packed.requireUnchanged();
    }
  }

  @Override
  public void close() throws IOException {
    source.close();
    if (temporary != null) {
      temporary.close();
    }
    if (packed != null) {
      packed.close();
    }
  }
}
