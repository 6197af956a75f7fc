package io.intarsia.bytes;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.NoSuchElementException;

/**
 * The few calls of the C library that the JDK does not offer. All go through one method handle of
 * the shape {@code long f(long, long, long)}, because making a handle costs tens of milliseconds
 * and calling it nothing; narrower arguments and the variadic ones of {@code fcntl} are passed in
 * the same registers on x86-64 and AArch64 Linux.
 *
 * <p>Results are those of the kernel: not negative, or the negated error number.
 */
final class Linux {
  static final int ENXIO = 6;
  static final int EAGAIN = 11;
  static final int EBUSY = 16;
  static final int EINVAL = 22;
  static final int EOPNOTSUPP = 95;

  static final int O_RDONLY = 0;
  static final int O_EXCL = 0x80;
  static final int O_NONBLOCK = 0x800;
  static final int O_CLOEXEC = 0x80000;

  static final int SEEK_DATA = 3;
  static final int SEEK_HOLE = 4;

  private static final FunctionDescriptor SHAPE =
      FunctionDescriptor.of(
          ValueLayout.JAVA_LONG,
          ValueLayout.JAVA_LONG,
          ValueLayout.JAVA_LONG,
          ValueLayout.JAVA_LONG);
  private static final MethodHandle CALL =
      Linker.nativeLinker().downcallHandle(SHAPE, Linker.Option.captureCallState("errno"));
  private static final MemorySegment OPEN = symbol("open");
  private static final MemorySegment CLOSE = symbol("close");
  private static final MemorySegment LSEEK = symbol("lseek");
  private static final MemorySegment FCNTL = symbol("fcntl");

  private Linux() {}

  /** Makes the first call, which takes tens of milliseconds. */
  static void load() {
    lseek(-1, 0, SEEK_DATA);
  }

  /** Opens a file read only. */
  static int open(Path path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(ValueLayout.JAVA_BYTE, pathBytes(path));
      return (int) call(OPEN, name.address(), O_RDONLY | O_CLOEXEC | flags, 0, true);
    }
  }

  static void close(int descriptor) {
    call(CLOSE, descriptor, 0, 0, true);
  }

  static long lseek(int descriptor, long offset, int whence) {
    return call(LSEEK, descriptor, offset, whence, false);
  }

  /** {@code argument} is an integer or an address, as the command wants it. */
  static int fcntl(int descriptor, int command, long argument) {
    return (int) call(FCNTL, descriptor, command, argument, true);
  }

  /** The failure that a negative result stands for. */
  static IOException failure(String what, long result) {
    return new IOException(what + ": error " + -result + " of the operating system");
  }

  /** A function that returns {@code int} leaves the upper half of the register undefined. */
  private static long call(MemorySegment function, long a, long b, long c, boolean returnsInt) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(ValueLayout.JAVA_INT);
      long result = (long) CALL.invokeExact(function, errno, a, b, c);
      result = returnsInt ? (int) result : result;
      return result == -1 ? -errno.get(ValueLayout.JAVA_INT, 0) : result;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a native call throws nothing", e);
    }
  }

  private static MemorySegment symbol(String name) {
    SymbolLookup lookup = Linker.nativeLinker().defaultLookup();
    return lookup.find(name).orElseThrow(() -> new NoSuchElementException(name));
  }

  /**
   * The name as the kernel has it, ending in a zero byte. The URI form keeps the bytes of names
   * that the locale's charset cannot express.
   */
  private static byte[] pathBytes(Path path) {
    byte[] uri = path.toUri().getRawPath().getBytes(StandardCharsets.UTF_8);
    byte[] name = new byte[uri.length + 1];
    int length = 0;
    for (int i = 0; i < uri.length; i++) {
      byte b = uri[i];
      if (b == '%') {
        b = (byte) (Character.digit(uri[i + 1], 16) << 4 | Character.digit(uri[i + 2], 16));
        i += 2;
      }
      name[length++] = b;
    }
    return length + 1 == name.length ? name : Arrays.copyOf(name, length + 1);
  }
}
