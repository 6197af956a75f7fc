package io.intarsia.library.checkin.plan;

import io.intarsia.formats.filesystem.Inode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A directory on a walk.
 *
 * @param parent null for the root
 * @param number in {@link FileNames}
 */
record Directory(@Nullable Directory parent, byte[] name, Inode inode, int number) {

  boolean isRoot() {
    return parent == null;
  }

  /** The absolute path of a name in this directory. */
  byte[] path(byte[] child) {
    ArrayDeque<byte[]> names = new ArrayDeque<>();
    names.push(child);
    for (Directory at = this; at != null && !at.isRoot(); at = at.parent) {
      names.push(at.name);
    }
    ByteArrayOutputStream path = new ByteArrayOutputStream();
    for (byte[] each : names) {
      path.write('/');
      path.writeBytes(each);
    }
    return path.toByteArray();
  }
}
