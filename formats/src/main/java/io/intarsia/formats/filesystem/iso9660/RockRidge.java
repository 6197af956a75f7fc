package io.intarsia.formats.filesystem.iso9660;

import static io.intarsia.formats.filesystem.iso9660.IsoLayout.*;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.UnsupportedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What the Rock Ridge entries of one record say. */
final class RockRidge {
  private static final int PX = code('P', 'X');
  private static final int PN = code('P', 'N');
  private static final int NM = code('N', 'M');
  private static final int SL = code('S', 'L');
  private static final int TF = code('T', 'F');
  private static final int CL = code('C', 'L');
  private static final int RE = code('R', 'E');
  private static final int SF = code('S', 'F');
  private static final int ZF = code('Z', 'F');
  private static final int SP = code('S', 'P');
  private static final int SP_BYTES = 7;
  private static final int SP_SKIP = 6;

  private final Volume volume;
  private final ByteArrayOutputStream name = new ByteArrayOutputStream();
  private final ByteArrayOutputStream target = new ByteArrayOutputStream();
  private boolean nameSeen;
  private boolean targetContinues;
  private boolean targetAfterRoot;
  private boolean isLink;
  private boolean hasAttributes;
  private boolean relocated;
  private boolean sparse;
  private long mode;
  private long uid;
  private long gid;
  private long deviceHigh;
  private long deviceLow;
  private long childBlock = -1;
  private long mtimeSeconds;
  private int mtimeNanos;
  private boolean hasTime;
  private @Nullable Zisofs zisofs;

  private RockRidge(Volume volume) {
    this.volume = volume;
  }

  /** Bytes to skip before the entries of every record but this one; -1 without SUSP. */
  static int skip(Volume volume, DirectoryRecord rootSelf) throws IOException {
    // CD-ROM XA puts 14 bytes of its own before the entries.
    for (int before : new int[] {0, 14}) {
      SystemUse entries = new SystemUse(volume, rootSelf, before);
      if (entries.next() && entries.signature() == SP && entries.holds(SP_BYTES)) {
        int at = entries.start();
        boolean checks =
            entries.bytes()[at + SU_DATA] == (byte) 0xBE
                && entries.bytes()[at + SU_DATA + 1] == (byte) 0xEF;
        return checks ? entries.bytes()[at + SP_SKIP] & 0xFF : -1;
      }
    }
    return -1;
  }

  /** Reads the entries of a record. */
  static RockRidge read(Volume volume, DirectoryRecord record) throws IOException {
    RockRidge result = new RockRidge(volume);
    // The root's own record begins with SP, at a place that SP itself does not move.
    int skip = record.isSelf() && record.extent() == volume.rootBlock() ? 0 : volume.skip();
    SystemUse entries = new SystemUse(volume, record, skip);
    while (entries.next()) {
      result.entry(entries.signature(), entries.bytes(), entries.start(), entries.length());
    }
    return result;
  }

  private void entry(int signature, byte[] b, int at, int length) throws IOException {
    if (signature == PX && length >= 36) {
      attributes(b, at);
    } else if (signature == NM && length > 5) {
      name(b, at, length);
    } else if (signature == SL && length > 5) {
      isLink = true;
      link(b, at + 5, at + length);
    } else if (signature == TF && length > 5) {
      times(b, at, length);
    } else if (signature == PN && length >= 20) {
      deviceHigh = LittleEndian.u32(b, at + 4);
      deviceLow = LittleEndian.u32(b, at + 12);
    } else if (signature == CL && length >= 12) {
      childBlock = LittleEndian.u32(b, at + 4);
    } else if (signature == RE) {
      relocated = true;
    } else if (signature == SF) {
      sparse = true;
    } else if (signature == ZF && length >= 16) {
      zisofs = Zisofs.parse(volume, b, at);
    }
  }

  private void attributes(byte[] b, int at) {
    hasAttributes = true;
    mode = LittleEndian.u32(b, at + 4);
    uid = LittleEndian.u32(b, at + 20);
    gid = LittleEndian.u32(b, at + 28);
  }

  private void name(byte[] b, int at, int length) throws IOException {
    int flags = b[at + 4];
    nameSeen = true;
    if ((flags & CURRENT) != 0) {
      name.write('.');
    } else if ((flags & PARENT) != 0) {
      name.writeBytes("..".getBytes(StandardCharsets.US_ASCII));
    } else {
      name.write(b, at + 5, length - 5);
    }
    if (name.size() > MAX_NAME) {
      throw volume.malformed("a name of more than " + MAX_NAME + " bytes");
    }
  }

  /** Components; a component may go on in the next one, and the whole in the next entry. */
  private void link(byte[] b, int from, int to) throws IOException {
    int at = from;
    while (at + 2 <= to) {
      int flags = b[at];
      int length = b[at + 1] & 0xFF;
      if (at + 2 + length > to) {
        throw volume.malformed("a component of a link target leaves its entry");
      }
      component(flags, b, at + 2, length);
      at += 2 + length;
    }
    if (target.size() > MAX_LINK_TARGET) {
      throw volume.malformed("a link target of more than " + MAX_LINK_TARGET + " bytes");
    }
  }

  private void component(int flags, byte[] b, int at, int length) {
    if (target.size() > 0 && !targetContinues && !targetAfterRoot) {
      target.write('/');
    }
    targetAfterRoot = (flags & ROOT) != 0;
    targetContinues = (flags & CONTINUES) != 0;
    if ((flags & ROOT) != 0) {
      target.write('/');
    } else if ((flags & CURRENT) != 0) {
      target.write('.');
    } else if ((flags & PARENT) != 0) {
      target.writeBytes("..".getBytes(StandardCharsets.US_ASCII));
    } else {
      target.write(b, at, length);
    }
  }

  private void times(byte[] b, int at, int length) {
    int flags = b[at + 4];
    boolean isLong = (flags & TIME_LONG_FORM) != 0;
    int size = isLong ? LONG_TIME_BYTES : SHORT_TIME_BYTES;
    int place = at + 5 + ((flags & TIME_CREATED) != 0 ? size : 0);
    if ((flags & TIME_MODIFIED) == 0 || place + size > at + length) {
      return;
    }
    hasTime = true;
    mtimeSeconds = isLong ? IsoTime.ofLong(b, place) : IsoTime.ofShort(b, place);
    mtimeNanos = isLong ? IsoTime.nanosOfLong(b, place) : 0;
  }

  /** The name; null without one. */
  byte @Nullable [] name() {
    return nameSeen ? name.toByteArray() : null;
  }

  byte[] target() {
    return target.toByteArray();
  }

  boolean isLink() {
    return isLink;
  }

  boolean hasAttributes() {
    return hasAttributes;
  }

  /** Whether the directory belongs somewhere else, and is shown there. */
  boolean isRelocated() {
    return relocated;
  }

  /** The block of the directory that belongs here; -1 for all but those that were moved. */
  long childBlock() {
    return childBlock;
  }

  /** Type and permissions as POSIX has them. */
  long mode() {
    return mode;
  }

  long uid() {
    return uid;
  }

  long gid() {
    return gid;
  }

  boolean hasTime() {
    return hasTime;
  }

  long mtimeSeconds() {
    return mtimeSeconds;
  }

  int mtimeNanos() {
    return mtimeNanos;
  }

  /** Both halves of a device number stand apart, or together in the lower one as in Linux. */
  int deviceMajor() {
    return (int) (isSplit() ? deviceHigh : (deviceLow >>> 8) & 0xFFF);
  }

  int deviceMinor() {
    return (int) (isSplit() ? deviceLow : (deviceLow & 0xFF) | ((deviceLow >>> 12) & 0xFFF00));
  }

  private boolean isSplit() {
    return deviceHigh != 0 || deviceLow <= 0xFF;
  }

  /** How the file is compressed; null when it is not. */
  @Nullable Zisofs zisofs() {
    return zisofs;
  }

  void requireReadable() throws UnsupportedException {
    if (sparse) {
      throw new UnsupportedException(volume.source().description(), "Rock Ridge sparse file (SF)");
    }
  }
}
