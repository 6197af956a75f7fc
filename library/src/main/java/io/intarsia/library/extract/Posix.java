package io.intarsia.library.extract;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.NoSuchElementException;

/**
 * The calls of the C library that create files relative to an open directory. All go through one
 * method handle that takes five integers, because making a handle costs tens of milliseconds; on
 * x86-64 and AArch64 Linux, narrower and fewer arguments are passed in the same registers.
 *
 * <p>Results are not negative, or the negated error number. Names are bytes without a zero byte.
 * Used by one thread.
 */
final class Posix implements AutoCloseable {
  static final int EPERM = 1;
  static final int EEXIST = 17;
  static final int EINVAL = 22;
  static final int ENOENT = 2;
  static final int EFBIG = 27;
  static final int ENAMETOOLONG = 36;
  static final int EILSEQ = 84;

  static final int S_IFIFO = 0010000;
  static final int S_IFCHR = 0020000;
  static final int S_IFBLK = 0060000;

  /** The longest piece that {@link #write} takes. */
  static final int MAX_WRITE = 1 << 20;

  private static final boolean IS_ARM = System.getProperty("os.arch", "").equals("aarch64");
  private static final int O_WRONLY = 1;
  private static final int O_CREAT = 0x40;
  private static final int O_EXCL = 0x80;
  private static final int O_DIRECTORY = IS_ARM ? 0x4000 : 0x10000;
  private static final int O_NOFOLLOW = IS_ARM ? 0x8000 : 0x20000;
  private static final int O_CLOEXEC = 0x80000;
  private static final int O_PATH = 0x200000;
  private static final int AT_FDCWD = -100;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final long UTIME_OMIT = (1L << 30) - 2;
  private static final int PRIVATE_FILE = 0600;
  private static final int PRIVATE_DIRECTORY = 0700;

  private static final MethodHandle CALL =
      Linker.nativeLinker()
          .downcallHandle(
              FunctionDescriptor.of(
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG),
              Linker.Option.captureCallState("errno"));
  private static final MemorySegment OPENAT = symbol("openat");
  private static final MemorySegment CLOSE = symbol("close");
  private static final MemorySegment MKDIRAT = symbol("mkdirat");
  private static final MemorySegment SYMLINKAT = symbol("symlinkat");
  private static final MemorySegment LINKAT = symbol("linkat");
  private static final MemorySegment MKNODAT = symbol("mknodat");
  private static final MemorySegment UNLINKAT = symbol("unlinkat");
  private static final MemorySegment FCHOWN = symbol("fchown");
  private static final MemorySegment FCHOWNAT = symbol("fchownat");
  private static final MemorySegment FCHMOD = symbol("fchmod");
  private static final MemorySegment FCHMODAT = symbol("fchmodat");
  private static final MemorySegment FUTIMENS = symbol("futimens");
  private static final MemorySegment UTIMENSAT = symbol("utimensat");
  private static final MemorySegment FSETXATTR = symbol("fsetxattr");
  private static final MemorySegment LSETXATTR = symbol("lsetxattr");
  private static final MemorySegment PWRITE = symbol("pwrite");
  private static final MemorySegment FTRUNCATE = symbol("ftruncate");
  private static final MemorySegment STRERROR = symbol("strerror");

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment errno = arena.allocate(ValueLayout.JAVA_INT);
  private final MemorySegment times = arena.allocate(4L * Long.BYTES, Long.BYTES);
  private final MemorySegment data = arena.allocate(MAX_WRITE);

  private static MemorySegment symbol(String name) {
    return Linker.nativeLinker()
        .defaultLookup()
        .find(name)
        .orElseThrow(() -> new NoSuchElementException(name));
  }

  /** Opens a directory by a path of this machine, following symbolic links. */
  int openHostDirectory(byte[] path) {
    return openat(AT_FDCWD, path, O_DIRECTORY, 0);
  }

  /** Opens a directory to create files in. */
  int openDirectory(int directory, byte[] name) {
    return openat(directory, name, O_DIRECTORY | O_NOFOLLOW, 0);
  }

  /** Opens whatever has that name, only to name it or what is below it. */
  int openPath(int directory, byte[] name, boolean mustBeDirectory) {
    return openat(directory, name, O_PATH | O_NOFOLLOW | (mustBeDirectory ? O_DIRECTORY : 0), 0);
  }

  /** Creates a file that only its owner can read; fails when anything has that name. */
  int createFile(int directory, byte[] name) {
    return openat(directory, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, PRIVATE_FILE);
  }

  private int openat(int directory, byte[] path, int flags, int mode) {
    try (Arena call = Arena.ofConfined()) {
      return (int) call(OPENAT, directory, text(call, path), flags | O_CLOEXEC, mode, 0);
    }
  }

  void close(int descriptor) {
    call(CLOSE, descriptor, 0, 0, 0, 0);
  }

  /** Creates a directory that only its owner can enter. */
  int makeDirectory(int directory, byte[] name) {
    try (Arena call = Arena.ofConfined()) {
      return (int) call(MKDIRAT, directory, text(call, name), PRIVATE_DIRECTORY, 0, 0);
    }
  }

  int makeSymlink(int directory, byte[] name, byte[] target) {
    try (Arena call = Arena.ofConfined()) {
      return (int) call(SYMLINKAT, text(call, target), directory, text(call, name), 0, 0);
    }
  }

  /** Gives an existing file a second name; a symbolic link is linked, not followed. */
  int makeLink(int oldDirectory, byte[] oldName, int directory, byte[] name) {
    try (Arena call = Arena.ofConfined()) {
      long oldText = text(call, oldName);
      return (int) call(LINKAT, oldDirectory, oldText, directory, text(call, name), 0);
    }
  }

  /**
   * Creates a device or fifo that only its owner can use.
   *
   * @param type one of the S_IF constants
   */
  int makeNode(int directory, byte[] name, int type, int major, int minor) {
    long device =
        (major & 0xFFFL) << 8
            | (major & 0xFFFF_F000L) << 32
            | (minor & 0xFFL)
            | (minor & 0xFFFF_FF00L) << 12;
    try (Arena call = Arena.ofConfined()) {
      return (int) call(MKNODAT, directory, text(call, name), type | PRIVATE_FILE, device, 0);
    }
  }

  int unlink(int directory, byte[] name) {
    try (Arena call = Arena.ofConfined()) {
      return (int) call(UNLINKAT, directory, text(call, name), 0, 0, 0);
    }
  }

  int changeOwner(int descriptor, long uid, long gid) {
    return (int) call(FCHOWN, descriptor, uid, gid, 0, 0);
  }

  int changeOwner(int directory, byte[] name, long uid, long gid) {
    try (Arena call = Arena.ofConfined()) {
      return (int) call(FCHOWNAT, directory, text(call, name), uid, gid, AT_SYMLINK_NOFOLLOW);
    }
  }

  int changeMode(int descriptor, int mode) {
    return (int) call(FCHMOD, descriptor, mode, 0, 0, 0);
  }

  int changeMode(int directory, byte[] name, int mode) {
    try (Arena call = Arena.ofConfined()) {
      return (int) call(FCHMODAT, directory, text(call, name), mode, AT_SYMLINK_NOFOLLOW, 0);
    }
  }

  /** Sets the time of modification and leaves that of access. */
  int changeTime(int descriptor, long seconds, int nanos) {
    return (int) call(FUTIMENS, descriptor, times(seconds, nanos), 0, 0, 0);
  }

  int changeTime(int directory, byte[] name, long seconds, int nanos) {
    try (Arena call = Arena.ofConfined()) {
      long when = times(seconds, nanos);
      return (int) call(UTIMENSAT, directory, text(call, name), when, AT_SYMLINK_NOFOLLOW, 0);
    }
  }

  int setAttribute(int descriptor, byte[] attribute, byte[] value) {
    try (Arena call = Arena.ofConfined()) {
      long name = text(call, attribute);
      return (int) call(FSETXATTR, descriptor, name, copy(call, value), value.length, 0);
    }
  }

  /** Sets an attribute of what a path of this machine leads to, its last name not followed. */
  int setAttribute(byte[] path, byte[] attribute, byte[] value) {
    try (Arena call = Arena.ofConfined()) {
      long name = text(call, attribute);
      return (int) call(LSETXATTR, text(call, path), name, copy(call, value), value.length, 0);
    }
  }

  /**
   * Writes some bytes.
   *
   * @param length up to {@link #MAX_WRITE}
   * @return how many were written
   */
  int write(int descriptor, byte[] bytes, int from, int length, long offset) {
    MemorySegment.copy(bytes, from, data, ValueLayout.JAVA_BYTE, 0, length);
    return (int) call(PWRITE, descriptor, data.address(), length, offset, 0);
  }

  int truncate(int descriptor, long size) {
    return (int) call(FTRUNCATE, descriptor, size, 0, 0, 0);
  }

  /** What an error number means, for people. */
  String message(int error) {
    long text = call(STRERROR, error, 0, 0, 0, 0);
    return text <= 0
        ? "error " + error
        : MemorySegment.ofAddress(text).reinterpret(1 << 10).getString(0);
  }

  private long times(long seconds, int nanos) {
    times.setAtIndex(ValueLayout.JAVA_LONG, 1, UTIME_OMIT);
    times.setAtIndex(ValueLayout.JAVA_LONG, 2, seconds);
    times.setAtIndex(ValueLayout.JAVA_LONG, 3, nanos);
    return times.address();
  }

  private static long text(Arena arena, byte[] bytes) {
    MemorySegment text = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, text, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return text.address();
  }

  private static long copy(Arena arena, byte[] bytes) {
    return arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes).address();
  }

  /** The failure of a function that returns {@code int} is -1 in the lower half of the register. */
  private long call(MemorySegment function, long a, long b, long c, long d, long e) {
    try {
      long result = (long) CALL.invokeExact(function, errno, a, b, c, d, e);
      return (int) result == -1 ? -errno.get(ValueLayout.JAVA_INT, 0) : result;
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable failure) {
      throw new IllegalStateException("a native call throws nothing", failure);
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
