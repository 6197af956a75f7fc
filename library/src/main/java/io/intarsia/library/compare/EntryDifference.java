package io.intarsia.library.compare;

import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Xattr;
import io.intarsia.library.manifest.DirectoryEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What differs between two entries of one path. */
final class EntryDifference {
  private EntryDifference() {}

  static List<String> between(DirectoryEntry a, DirectoryEntry b) {
    List<String> changed = new ArrayList<>();
    if (a.type() != b.type()) {
      changed.add("type");
    } else {
      addIf(changed, "content", contentDiffers(a, b));
      addIf(changed, "target", !Arrays.equals(a.target(), b.target()));
      addIf(
          changed,
          "device",
          a.deviceMajor() != b.deviceMajor() || a.deviceMinor() != b.deviceMinor());
    }
    addIf(changed, "mode", a.mode() != b.mode());
    addIf(changed, "owner", a.uid() != b.uid() || a.gid() != b.gid());
    addIf(
        changed, "mtime", a.mtimeSeconds() != b.mtimeSeconds() || a.mtimeNanos() != b.mtimeNanos());
    addIf(changed, "xattrs", !sameXattrs(a.xattrs(), b.xattrs()));
    return changed;
  }

  private static boolean contentDiffers(DirectoryEntry a, DirectoryEntry b) {
    return a.type() == FileType.FILE && (a.size() != b.size() || !a.content().equals(b.content()));
  }

  private static boolean sameXattrs(List<Xattr> a, List<Xattr> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!Arrays.equals(a.get(i).name(), b.get(i).name())
          || !Arrays.equals(a.get(i).value(), b.get(i).value())) {
        return false;
      }
    }
    return true;
  }

  private static void addIf(List<String> changed, String what, boolean differs) {
    if (differs) {
      changed.add(what);
    }
  }
}
