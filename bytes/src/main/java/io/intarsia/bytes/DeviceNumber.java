package io.intarsia.bytes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which block device a file of {@code /dev} stands for. */
final class DeviceNumber {
  private DeviceNumber() {}

  /** {@code major:minor}, as the kernel writes it. */
  static String of(Path device) throws IOException {
    long number = (Long) Files.getAttribute(device, "unix:rdev");
    // the C library's packed form
    long major = (number >>> 8 & 0xFFF) | (number >>> 32 & ~0xFFFL);
    long minor = (number & 0xFF) | (number >>> 12 & ~0xFFL);
    return major + ":" + (int) minor;
  }
}
