package io.intarsia.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** NTFS volumes that mkntfs makes and ntfs-3g mounts, through FUSE on a loop device. */
final class Ntfs {
  private static final String OPTIONS = "loop,locale=C.UTF-8,streams_interface=xattr";

  private Ntfs() {}

  /** An empty volume. */
  static Path make(Path image, String options, String size) throws IOException {
    Files.deleteIfExists(image);
    Tool.script(Path.of("/"), "truncate -s " + size + " " + image);
    Tool.script(Path.of("/"), "mkntfs -q -F " + options + " " + image);
    return image;
  }

  /**
   * Runs a shell script in the volume's root.
   *
   * @param more options of ntfs-3g, each after a comma
   */
  static void work(Path image, String more, String script) {
    Kernel.mounted(image, OPTIONS + more, point -> Tool.script(point, script));
  }

  /**
   * Everything that ntfs-3g shows, by path. Absolute targets of links begin at the volume's root.
   */
  static Map<String, Entry> list(Path image) {
    TreeMap<String, Entry> entries = new TreeMap<>();
    Kernel.mounted(
        image,
        OPTIONS + ",ro",
        point -> {
          for (Map.Entry<String, Entry> entry : Kernel.list(point).entrySet()) {
            entries.put(entry.getKey(), withoutPoint(entry.getValue(), point.toString()));
          }
        });
    return entries;
  }

  private static Entry withoutPoint(Entry entry, String point) {
    String target = entry.target();
    if (target == null || !target.startsWith(point)) {
      return entry;
    }
    String inside = target.substring(point.length());
    return new Entry(
        entry.type(),
        entry.mode(),
        entry.uid(),
        entry.gid(),
        inside.length(),
        entry.mtime(),
        inside,
        entry.sha256(),
        entry.device());
  }
}
