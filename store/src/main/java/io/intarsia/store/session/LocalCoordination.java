package io.intarsia.store.session;

import io.intarsia.store.blob.DirectoryBlobs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Coordination by operating-system locks on files of the store's directory.
 *
 * <p>Such locks belong to the process, and closing any descriptor of a file gives up the process's
 * lock on it. So the session files that this process holds stand in a table of the whole JVM and
 * are never opened a second time, and a lock file is only opened by who holds the JVM's own lock
 * for it.
 */
public final class LocalCoordination implements Coordination {
  private static final Map<Path, LocalSession> SESSIONS = new ConcurrentHashMap<>();
  private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();
  private static final int SESSION_NAME_LENGTH = 16;

  private final Path root;

  /**
   * @param root the directory of the store
   */
  public LocalCoordination(Path root) throws IOException {
    this.root = root.toRealPath();
  }

  @Override
  public Held lock(Lock lock) throws IOException {
    Path file = root.resolve("locks").resolve(lock.fileName());
    ReentrantLock inProcess = LOCKS.computeIfAbsent(file, path -> new ReentrantLock());
    inProcess.lock();
    boolean done = false;
    try {
      if (inProcess.getHoldCount() > 1) {
        throw new IllegalStateException("the " + lock + " lock is already held by this thread");
      }
      Held held = new HeldFile(inProcess, lockFile(file));
      done = true;
      return held;
    } finally {
      if (!done) {
        inProcess.unlock();
      }
    }
  }

  /** Tries again and again: a waiting lock would let the kernel see deadlocks where none are. */
  private static FileChannel lockFile(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      for (int millis = 1; channel.tryLock() == null; millis = Math.min(millis * 2, 50)) {
        Thread.sleep(millis);
      }
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    } catch (InterruptedException e) {
      channel.close();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + file, e);
    }
  }

  private record HeldFile(ReentrantLock inProcess, FileChannel channel) implements Held {
    @Override
    public void close() throws IOException {
      try {
        channel.close();
      } finally {
        inProcess.unlock();
      }
    }
  }

  @Override
  public Session begin() throws IOException {
    for (; ; ) {
      LocalSession session = LocalSession.tryBegin(root);
      if (session != null) {
        return session;
      }
    }
  }

  static void register(LocalSession session) {
    SESSIONS.put(session.file(), session);
  }

  static void unregister(LocalSession session) {
    SESSIONS.remove(session.file(), session);
  }

  @Override
  public Map<Long, Long> sweep() throws IOException {
    // who makes a file in tmp/ has its session first, so this order never takes a live one's file
    List<Path> temporaries = list(root.resolve("tmp"));
    Map<Long, Long> live = new HashMap<>();
    for (Path file : list(root.resolve("sessions"))) {
      Long id = sessionId(file);
      if (id != null) {
        Long epoch = epochIfAlive(file);
        if (epoch != null) {
          live.put(id, epoch);
        }
      }
    }
    for (Path file : temporaries) {
      Long id = sessionId(file);
      if (id != null && !live.containsKey(id) && !isHeld(file)) {
        Files.deleteIfExists(file);
      }
    }
    return live;
  }

  /** The epoch that a live session saw; null, and the file deleted, if the session is dead. */
  private static @Nullable Long epochIfAlive(Path file) throws IOException {
    LocalSession own = SESSIONS.get(file);
    if (own != null) {
      return own.epoch();
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      try (FileLock lock = channel.tryLock()) {
        if (lock != null) {
          Files.deleteIfExists(file);
          return null;
        }
      }
      ByteBuffer bytes = ByteBuffer.allocate(SessionFile.LENGTH);
      int length = Math.max(0, channel.read(bytes, 0));
      return SessionFile.epoch(Arrays.copyOf(bytes.array(), length));
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Whether a file in {@code tmp/} is a session that is about to begin. */
  private static boolean isHeld(Path file) throws IOException {
    if (!file.toString().endsWith(LocalSession.SUFFIX)) {
      return false;
    }
    if (LocalSession.isBeginning(file)) {
      return true;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock == null;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static @Nullable Long sessionId(Path file) {
    String name = String.valueOf(file.getFileName());
    if (name.length() < SESSION_NAME_LENGTH) {
      return null;
    }
    try {
      return HexFormat.fromHexDigitsToLong(name, 0, SESSION_NAME_LENGTH);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static List<Path> list(Path directory) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      entries.forEach(files::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return files;
  }

  static IOException translate(Path file, IOException e) {
    return DirectoryBlobs.translate(String.valueOf(file.getFileName()), e);
  }
}
