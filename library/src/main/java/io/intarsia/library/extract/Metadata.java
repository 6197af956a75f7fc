package io.intarsia.library.extract;

import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Xattr;
import io.intarsia.library.manifest.DirectoryEntry;
import java.nio.charset.StandardCharsets;

/**
 * Gives a file of this machine the attributes that it had in the image, as far as this machine
 * lets. The order matters: a change of owner clears set-id bits and capabilities, a change of mode
 * rewrites an access control list, and any change of content the time.
 */
final class Metadata {
  private static final int SET_ID_BITS = 06000;
  private static final long NO_ID = 0xFFFF_FFFFL;
  private static final int MAX_ATTRIBUTE_NAME = 255;
  private static final String[] NAMESPACES = {"user.", "security.", "trusted.", "system."};

  private final Posix posix;
  private final Notes notes;

  Metadata(Posix posix, Notes notes) {
    this.posix = posix;
    this.notes = notes;
  }

  /** Sets everything; called when the content, or what is in a directory, is complete. */
  void apply(HostNode node, DirectoryEntry entry, Notes.PathText path) {
    boolean ownerKept = owner(node, entry, path);
    attributes(node, entry, false, path);
    if (entry.type() != FileType.SYMLINK) {
      mode(node, entry, ownerKept, path);
    }
    attributes(node, entry, true, path);
    if (node.changeTime(entry.mtimeSeconds(), entry.mtimeNanos()) < 0) {
      notes.add("times of modification were not kept", path);
    }
  }

  /**
   * Of the ids, all ones tells the kernel to change nothing, so it is no owner that can be kept.
   */
  private boolean owner(HostNode node, DirectoryEntry entry, Notes.PathText path) {
    boolean kept =
        entry.uid() != NO_ID
            && entry.gid() != NO_ID
            && node.changeOwner(entry.uid(), entry.gid()) >= 0;
    if (!kept) {
      notes.add("owners were not kept, which needs root", path);
    }
    return kept;
  }

  /** A program that was to run as its owner must not run as whoever extracts it. */
  private void mode(HostNode node, DirectoryEntry entry, boolean ownerKept, Notes.PathText path) {
    int mode = entry.mode();
    if (!ownerKept && entry.type() != FileType.DIRECTORY && (mode & SET_ID_BITS) != 0) {
      mode &= ~SET_ID_BITS;
      notes.add("set-id bits were not kept where the owner could not be", path);
    }
    if (node.changeMode(mode) < 0) {
      notes.add("permissions were not kept", path);
    }
  }

  private void attributes(
      HostNode node, DirectoryEntry entry, boolean accessLists, Notes.PathText path) {
    for (Xattr xattr : entry.xattrs()) {
      String name = new String(xattr.name(), StandardCharsets.ISO_8859_1);
      boolean isAcl = PosixAcl.isAcl(name);
      if (isAcl == accessLists) {
        byte[] value = isAcl ? PosixAcl.forKernel(xattr.value()) : xattr.value();
        attribute(node, xattr.name(), name, value, path);
      }
    }
  }

  private void attribute(
      HostNode node, byte[] bytes, String name, byte[] value, Notes.PathText path) {
    if (name.isEmpty() || name.length() > MAX_ATTRIBUTE_NAME || name.indexOf(0) >= 0) {
      notes.add("extended attributes whose names this machine cannot have were not kept", path);
      return;
    }
    int result = node.setAttribute(bytes, value);
    if (result < 0) {
      notes.add(
          kind(name) + " were not kept: this machine says '" + posix.message(-result) + "'", path);
    }
  }

  private static String kind(String name) {
    if (PosixAcl.isAcl(name)) {
      return "access control lists";
    }
    if (name.equals("security.capability")) {
      return "capabilities";
    }
    for (String namespace : NAMESPACES) {
      if (name.startsWith(namespace)) {
        return "extended attributes " + namespace + "*";
      }
    }
    return "extended attributes of other kinds";
  }
}
