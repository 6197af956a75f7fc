package io.intarsia.formats.filesystem.iso9660;

import static io.intarsia.formats.filesystem.iso9660.IsoLayout.*;

import io.intarsia.bytes.LittleEndian;
import java.io.IOException;

/** Goes through the system use entries of a record, and through the areas that they continue in. */
final class SystemUse {
  private static final int CONTINUATION = code('C', 'E');
  private static final int TERMINATOR = code('S', 'T');
  private static final int CE_OFFSET = 12;
  private static final int CE_LENGTH = 20;
  private static final int CE_BYTES = 28;

  private final Volume volume;
  private byte[] bytes;
  private int at;
  private int end;
  private int entryStart;
  private int entryLength;
  private int continuations;
  private long nextBlock = -1;
  private int nextOffset;
  private int nextLength;

  /**
   * @param skip bytes before the first entry, as the root's SP says
   */
  SystemUse(Volume volume, DirectoryRecord record, int skip) {
    this.volume = volume;
    this.bytes = record.bytes();
    this.at = record.systemUseStart() + skip;
    this.end = record.systemUseEnd();
  }

  /** The bytes in which the entry stands. */
  byte[] bytes() {
    return bytes;
  }

  /** Where the entry begins. */
  int start() {
    return entryStart;
  }

  /** Length of the entry in bytes, at least 4. */
  int length() {
    return entryLength;
  }

  int signature() {
    return code((char) (bytes[entryStart] & 0xFF), (char) (bytes[entryStart + 1] & 0xFF));
  }

  /** Whether the entry holds so many bytes. */
  boolean holds(int count) {
    return entryLength >= count;
  }

  /** Goes on to the next entry; false when there is none. Continuations are followed. */
  boolean next() throws IOException {
    while (true) {
      boolean here = end - at >= SU_DATA && (bytes[at + SU_LENGTH] & 0xFF) >= SU_DATA;
      if (!here || at + (bytes[at + SU_LENGTH] & 0xFF) > end) {
        if (!follow()) {
          return false;
        }
        continue;
      }
      entryStart = at;
      entryLength = bytes[at + SU_LENGTH] & 0xFF;
      at += entryLength;
      if (signature() == TERMINATOR) {
        at = end;
      } else if (signature() == CONTINUATION && holds(CE_BYTES)) {
        nextBlock = LittleEndian.u32(bytes, entryStart + SU_DATA);
        nextOffset = (int) LittleEndian.u32(bytes, entryStart + CE_OFFSET);
        nextLength = (int) LittleEndian.u32(bytes, entryStart + CE_LENGTH);
      } else {
        return true;
      }
    }
  }

  private boolean follow() throws IOException {
    if (nextBlock < 0) {
      return false;
    }
    if (++continuations > MAX_CONTINUATIONS) {
      throw volume.malformed("system use entries that continue without end");
    }
    if (nextOffset < 0 || nextLength < 0 || nextOffset > BLOCK - nextLength) {
      throw volume.malformed("continuation of system use entries leaves its block");
    }
    bytes = volume.block(nextBlock);
    at = nextOffset;
    end = nextOffset + nextLength;
    nextBlock = -1;
    return true;
  }
}
