package io.intarsia.bytes;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A block device, or a part of one, that is held for oneself ({@code O_EXCL}): until this is closed
 * nobody mounts it, swaps to it, or builds a volume on it.
 */
public final class DeviceHold implements Closeable {
  private static final Path DEVICES = Path.of("/sys/dev/block");

  private final int descriptor;

  private DeviceHold(int descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * Holds a device.
   *
   * @return null when it is mounted, even read only, or somebody else holds it
   * @throws IOException when it cannot be opened
   */
  public static @Nullable DeviceHold of(Path device) throws IOException {
    int descriptor = Linux.open(device, Linux.O_EXCL | Linux.O_NONBLOCK);
    if (descriptor == -Linux.EBUSY) {
      return null;
    }
    if (descriptor < 0) {
      throw Linux.failure("opening " + device, descriptor);
    }
    return new DeviceHold(descriptor);
  }

  /** Whether the kernel lets nobody write to it; false where it does not say. */
  public static boolean isReadOnly(Path device) throws IOException {
    Path flag = DEVICES.resolve(DeviceNumber.of(device)).resolve("ro");
    return Files.isReadable(flag) && Files.readString(flag).strip().equals("1");
  }

  @Override
  public void close() {
    Linux.close(descriptor);
  }
}
