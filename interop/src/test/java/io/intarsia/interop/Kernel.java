package io.intarsia.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** The kernel as the judge: file systems mounted from images. Needs root and loop devices. */
final class Kernel {
  private static final boolean MOUNTS = tryMount();

  private Kernel() {}

  /** Whether this process can mount images. */
  static boolean mounts() {
    return MOUNTS;
  }

  private static boolean tryMount() {
    try {
      Path image = Files.createTempFile("probe", ".img");
      Path point = Files.createTempDirectory("probe");
      Tool.run("mke2fs", "-q", "-F", "-t", "ext4", image, "1M");
      boolean works = mount(image, point, "ro,loop,noload");
      if (works) {
        Tool.run("umount", point);
      }
      Files.delete(point);
      Files.delete(image);
      return works;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean mount(Path image, Path point, String options) {
    return mountOrReason(image, point, options).status() == 0;
  }

  private static Tool mountOrReason(Path image, Path point, String options) {
    return mountOrReason(image, point, "auto", options);
  }

  /** Two mounts at one moment may choose the same free loop device, and one of them loses it. */
  private static Tool mountOrReason(Path image, Path point, String type, String options) {
    Tool done = Tool.upTo(64, "mount", "-t", type, "-o", options, image, point);
    for (int attempt = 1; done.text().contains("loop device") && attempt < 10; attempt++) {
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
      done = Tool.upTo(64, "mount", "-t", type, "-o", options, image, point);
    }
    return done;
  }

  /**
   * Mounts an image, lets somebody work in it, and unmounts.
   *
   * @param options of mount, {@code loop} included
   */
  static void mounted(Path image, String options, Consumer<Path> work) {
    mounted(image, "auto", options, work);
  }

  /**
   * Likewise.
   *
   * @param type of the file system, as mount takes it
   */
  static void mounted(Path image, String type, String options, Consumer<Path> work) {
    Tool done = mountAnd(image, type, options, work);
    if (done.status() != 0) {
      throw new AssertionError(
          "the kernel does not mount " + image + " with " + options + ": " + done.text());
    }
  }

  /** Likewise where this kernel can mount it so: not every block size, not every feature. */
  static boolean mountedIfTaken(Path image, String options, Consumer<Path> work) {
    return mountAnd(image, "auto", options, work).status() == 0;
  }

  private static Tool mountAnd(Path image, String type, String options, Consumer<Path> work) {
    try {
      Path point = Files.createTempDirectory("mounted");
      Tool done = mountOrReason(image, point, type, options);
      if (done.status() == 0) {
        try {
          work.accept(point);
        } finally {
          Tool.run("umount", point);
        }
      }
      Files.delete(point);
      return done;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether this kernel can mount the image so. */
  static boolean takes(Path image, String options) {
    return mountedIfTaken(image, options, _ -> {});
  }

  /** Everything in the image, by path. */
  static Map<String, Entry> list(Path image, String options) {
    TreeMap<String, Entry> entries = new TreeMap<>();
    mounted(image, options, point -> entries.putAll(list(point)));
    return entries;
  }

  /** Everything below a directory, by path; the directory itself is {@code /}. */
  static Map<String, Entry> list(Path root) {
    Map<String, String> digests = new HashMap<>();
    String sums = bytes("find", root, "-type", "f", "-exec", "sha256sum", "-z", "{}", "+");
    for (String line : split(sums)) {
      digests.put(line.substring(66 + root.toString().length()), line.substring(0, 64));
    }
    Map<String, String> devices = new HashMap<>();
    String stats =
        bytes(
            "find",
            root,
            "(",
            "-type",
            "b",
            "-o",
            "-type",
            "c",
            ")",
            "-exec",
            "stat",
            "--printf=%t:%T:%n\\0",
            "{}",
            "+");
    for (String line : split(stats)) {
      String[] parts = line.split(":", 3);
      devices.put(
          parts[2].substring(root.toString().length()),
          Integer.parseInt(parts[0], 16) + ":" + Integer.parseInt(parts[1], 16));
    }
    TreeMap<String, Entry> entries = new TreeMap<>();
    String[] fields =
        split(bytes("find", root, "-printf", "%P\\0%y\\0%m\\0%U\\0%G\\0%s\\0%T@\\0%l\\0"));
    for (int i = 0; i + 7 < fields.length; i += 8) {
      String path = "/" + fields[i];
      String type = type(fields[i + 1]);
      boolean sized = type.equals("file") || type.equals("symlink");
      entries.put(
          path,
          new Entry(
              type,
              String.format(Locale.ROOT, "%4s", fields[i + 2]).replace(' ', '0'),
              Long.parseLong(fields[i + 3]),
              Long.parseLong(fields[i + 4]),
              sized ? Long.parseLong(fields[i + 5]) : -1,
              time(fields[i + 6]),
              type.equals("symlink") ? fields[i + 7] : null,
              digests.get(path),
              devices.get(path)));
    }
    return entries;
  }

  private static String bytes(Object... command) {
    return new String(Tool.output(command), StandardCharsets.ISO_8859_1);
  }

  private static String[] split(String text) {
    return text.isEmpty() ? new String[0] : text.substring(0, text.length() - 1).split("\0", -1);
  }

  static String type(String letter) {
    return switch (letter) {
      case "f" -> "file";
      case "d" -> "dir";
      case "l" -> "symlink";
      case "c" -> "char";
      case "b" -> "block";
      case "p" -> "fifo";
      case "s" -> "socket";
      default -> throw new AssertionError(letter);
    };
  }

  /** Find prints ten digits of which the last is always zero. */
  private static Instant time(String text) {
    int point = text.indexOf('.');
    return Instant.ofEpochSecond(
        Long.parseLong(text.substring(0, point)),
        Long.parseLong(text.substring(point + 1, point + 10)));
  }
}
