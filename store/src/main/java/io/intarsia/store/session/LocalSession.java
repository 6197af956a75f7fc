package io.intarsia.store.session;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.error.StoreFullException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A session of this process: a locked file. */
final class LocalSession implements Session {
  /** Ends the name of a session file that is not yet in place. */
  static final String SUFFIX = "-session";

  private static final Set<Path> BEGINNING = ConcurrentHashMap.newKeySet();

  private final long id;
  private final Path file;
  private final FileChannel channel;
  private volatile long epoch = SessionFile.NONE_SEEN;

  private LocalSession(long id, Path file, FileChannel channel) {
    this.id = id;
    this.file = file;
    this.channel = channel;
  }

  static boolean isBeginning(Path temporary) {
    return BEGINNING.contains(temporary);
  }

  /** Null if a gc took the file for one that a dead process left, before it was locked. */
  static @Nullable LocalSession tryBegin(Path root) throws IOException {
    long id = LittleEndian.i64(RandomId.bytes(root.getFileSystem(), 8), 0);
    String name = SessionFile.name(id);
    Path temporary = root.resolve("tmp").resolve(name + SUFFIX);
    LocalSession session = null;
    BEGINNING.add(temporary);
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      if (channel.tryLock() != null) {
        session = new LocalSession(id, root.resolve("sessions").resolve(name), channel);
        session.write(SessionFile.NONE_SEEN);
        LocalCoordination.register(session);
        Files.move(temporary, session.file, StandardCopyOption.ATOMIC_MOVE);
      }
      return session;
    } catch (NoSuchFileException e) {
      abandon(session, channel);
      for (String needed : List.of("tmp", "sessions")) {
        Files.readAttributes(root.resolve(needed), BasicFileAttributes.class);
      }
      return null;
    } catch (IOException e) {
      abandon(session, channel);
      Files.deleteIfExists(temporary);
      throw LocalCoordination.translate(temporary, e);
    } finally {
      BEGINNING.remove(temporary);
    }
  }

  private static void abandon(@Nullable LocalSession session, @Nullable FileChannel channel)
      throws IOException {
    if (session != null) {
      LocalCoordination.unregister(session);
    }
    if (channel != null) {
      channel.close();
    }
  }

  Path file() {
    return file;
  }

  long epoch() {
    return epoch;
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public void saw(long newEpoch) throws IOException {
    write(newEpoch);
    epoch = newEpoch;
  }

  /**
   * On a full disk nothing is written, so that this counts as the oldest session; gc still works.
   */
  private void write(long seen) throws IOException {
    try {
      channel.write(ByteBuffer.wrap(SessionFile.encode(id, seen)), 0);
    } catch (IOException e) {
      IOException translated = LocalCoordination.translate(file, e);
      if (!(translated instanceof StoreFullException)) {
        throw translated;
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      Files.deleteIfExists(file);
    } finally {
      channel.close();
      LocalCoordination.unregister(this);
    }
  }
}
