package io.intarsia.bytes;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Tells whether somebody has a file open for writing, where Linux lets that be seen: a file that a
 * VM is running from must not be taken as a consistent image.
 *
 * <ul>
 *   <li>a regular file of one's own: a read lease is refused while any process has it open for
 *       writing (this one included);
 *   <li>any file: the locks that QEMU takes on bytes 100 and up of an image that it may write;
 *   <li>a block device: it is mounted writable, or held by another user of the kernel.
 * </ul>
 */
public final class OpenForWriting {
  private static final int F_SETSIG = 10;
  private static final int F_OFD_GETLK = 36;
  private static final int F_SETLEASE = 1024;
  private static final short F_RDLCK = 0;
  private static final short F_WRLCK = 1;
  private static final short F_UNLCK = 2;

  /** Is ignored by default, unlike SIGIO, which would end the process. */
  private static final int SIGURG = 23;

  /** QEMU's {@code block/file-posix.c}: 100 plus the number of the permission that is held. */
  private static final int[] QEMU_WRITER_BYTES = {101, 103};

  private static final int FLOCK_BYTES = 32;

  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

  private OpenForWriting() {}

  /**
   * Whether a writer is seen now. False means that none is seen, which on network file systems, on
   * files of other users and on devices without a mount is less than that there is none.
   *
   * @throws IOException when the file cannot be opened
   */
  public static boolean isOpenForWriting(Path path) throws IOException {
    boolean device = FileState.isBlockDevice(path);
    int descriptor = Linux.open(path, Linux.O_NONBLOCK);
    if (descriptor < 0) {
      throw Linux.failure("opening " + path, descriptor);
    }
    try {
      if (hasQemuWriter(descriptor)) {
        return true;
      }
      return device ? isDeviceHeld(path) : leaseIsRefused(descriptor);
    } finally {
      Linux.close(descriptor);
    }
  }

  /** A lease that could be had is given back at once. */
  private static boolean leaseIsRefused(int descriptor) {
    Linux.fcntl(descriptor, F_SETSIG, SIGURG);
    int result = Linux.fcntl(descriptor, F_SETLEASE, F_RDLCK);
    if (result == 0) {
      Linux.fcntl(descriptor, F_SETLEASE, F_UNLCK);
    }
    return result == -Linux.EAGAIN;
  }

  private static boolean hasQemuWriter(int descriptor) {
    for (int lockByte : QEMU_WRITER_BYTES) {
      if (isLocked(descriptor, lockByte)) {
        return true;
      }
    }
    return false;
  }

  /** {@code struct flock}: type, whence, start (offset 8), length (16), process (24). */
  private static boolean isLocked(int descriptor, long offset) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment lock = arena.allocate(FLOCK_BYTES, Long.BYTES);
      lock.set(ValueLayout.JAVA_SHORT, 0, F_WRLCK);
      lock.set(ValueLayout.JAVA_LONG, 8, offset);
      lock.set(ValueLayout.JAVA_LONG, 16, 1);
      int result = Linux.fcntl(descriptor, F_OFD_GETLK, lock.address());
      return result == 0 && lock.get(ValueLayout.JAVA_SHORT, 0) != F_UNLCK;
    }
  }

  private static boolean isDeviceHeld(Path device) throws IOException {
    int exclusive = Linux.open(device, Linux.O_EXCL | Linux.O_NONBLOCK);
    if (exclusive >= 0) {
      Linux.close(exclusive);
      return false;
    }
    return exclusive == -Linux.EBUSY && !isMountedReadOnly(device);
  }

  /** Whether the device is mounted, and every mount of it is read only. */
  private static boolean isMountedReadOnly(Path device) throws IOException {
    String number = DeviceNumber.of(device);
    boolean mounted = false;
    for (String line : mounts()) {
      List<String> fields = List.of(line.split(" ", -1));
      int separator = fields.indexOf("-");
      if (separator < 0 || fields.size() <= separator + 3 || !fields.get(2).equals(number)) {
        continue;
      }
      if (!fields.get(separator + 3).startsWith("ro")) {
        return false;
      }
      mounted = true;
    }
    return mounted;
  }

  private static List<String> mounts() throws IOException {
    return Files.readAllLines(MOUNTS, StandardCharsets.ISO_8859_1);
  }
}
