package io.intarsia.formats.filesystem.iso9660;

import static io.intarsia.formats.filesystem.iso9660.IsoLayout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The descriptors of the last session.
 *
 * @param primary names the tree of ISO 9660, with or without Rock Ridge
 * @param joliet names the tree of long names; null without
 */
record Descriptors(VolumeDescriptor primary, @Nullable VolumeDescriptor joliet) {
  /** Blocks that sessions on rewritable media are aligned to. */
  private static final int SESSION_ALIGNMENT = 32;

  private static final int MAX_SESSIONS = 256;

  /** Reads them, and notes what people should know. */
  static Descriptors read(ByteSource source, List<String> notes) throws IOException {
    long session = 0;
    int sessions = 1;
    long next = nextSession(source, session);
    while (next > session && sessions < MAX_SESSIONS) {
      session = next;
      sessions++;
      next = nextSession(source, session);
    }
    if (sessions > 1) {
      notes.add("It has " + sessions + " sessions; the last is read.");
    }
    return ofSession(source, session, notes);
  }

  /**
   * Where a later session begins, which holds the whole tree anew; the given one when there is
   * none. A volume that was merely appended does not count: its root would lie before itself.
   */
  private static long nextSession(ByteSource source, long session) throws IOException {
    VolumeDescriptor primary = VolumeDescriptor.read(source, session + FIRST_DESCRIPTOR);
    if (primary == null || primary.blocks() == 0) {
      return session;
    }
    long[] ends = {session + primary.blocks(), primary.blocks()};
    for (long end : ends) {
      for (int alignment : new int[] {1, SESSION_ALIGNMENT}) {
        long start = Math.ceilDiv(end, alignment) * alignment;
        VolumeDescriptor later = VolumeDescriptor.read(source, start + FIRST_DESCRIPTOR);
        if (start > session
            && later != null
            && later.type() == TYPE_PRIMARY
            && later.rootBlock() >= start + FIRST_DESCRIPTOR) {
          return start;
        }
      }
    }
    return session;
  }

  private static Descriptors ofSession(ByteSource source, long session, List<String> notes)
      throws IOException {
    VolumeDescriptor primary = null;
    VolumeDescriptor joliet = null;
    for (int i = 0; i < MAX_DESCRIPTORS; i++) {
      VolumeDescriptor next = VolumeDescriptor.read(source, session + FIRST_DESCRIPTOR + i);
      if (next == null || next.type() == TYPE_TERMINATOR) {
        break;
      }
      if (next.isElTorito()) {
        notes.add("It boots: an El Torito catalog is in block " + next.bootCatalog() + ".");
      } else if (next.type() == TYPE_PRIMARY && primary == null) {
        primary = next;
      } else if (next.isJoliet() && joliet == null) {
        joliet = next;
      }
    }
    if (primary == null) {
      throw VolumeDescriptor.malformed(source, "no primary volume descriptor");
    }
    if (primary.blockSize() != BLOCK) {
      throw new UnsupportedException(
          source.description(), "ISO 9660 with blocks of " + primary.blockSize() + " bytes");
    }
    if (primary.blocks() > source.size() / BLOCK && session == 0) {
      notes.add("The file system is larger than its source; what lies beyond cannot be read.");
    }
    return new Descriptors(primary, joliet);
  }
}
