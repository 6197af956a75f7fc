package io.intarsia.formats.image.vhdx;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The log of a file that was not closed: a ring of entries at multiples of 4 KiB.
 *
 * <pre>
 *   entry                        descriptor of data        data sector
 *    0 text "loge"                0 text "desc"              0 text "data"
 *    4 u32 CRC-32C                4 u32 last 4 bytes         4 u32 high half of the number
 *    8 u32 length                 8 u64 first 8 bytes        8 4084 bytes from the middle
 *   12 u32 tail                  16 u64 place             4092 u32 low half
 *   16 u64 sequence number       24 u64 sequence number
 *   24 u32 descriptors          descriptor of zeros
 *   32 guid log                   0 text "zero"
 *   48 u64 file size flushed      8 u64 length
 *   56 u64 file size needed      16 u64 place, 24 u64 sequence number
 *   64 descriptors of 32 bytes, then, at a multiple of 4 KiB, data sectors
 * </pre>
 *
 * What counts is the sequence of valid entries with the highest numbers whose last entry says that
 * the first of them is the tail (section 2.3.3).
 */
final class VhdxLog {
  private static final int SECTOR = 4096;
  private static final int ENTRY_MAGIC = 0x65676F6C;
  private static final int DATA_DESCRIPTOR = 0x63736564;
  private static final int ZERO_DESCRIPTOR = 0x6F72657A;
  private static final int DATA_MAGIC = 0x61746164;
  private static final int FIRST_DESCRIPTOR = 64;
  private static final int DESCRIPTOR_BYTES = 32;
  private static final int LEADING_BYTES = 8;
  private static final int TRAILING_OFFSET = SECTOR - 4;
  private static final int MAX_LOG_BYTES = 16 << 20;

  /** Bytes that are looked at for one of the log: entries may lie inside one another. */
  private static final int MAX_EFFORT = 16;

  private final ByteSource file;
  private final VhdxHeader header;
  private final int logBytes;
  private long effort;

  /**
   * A valid entry.
   *
   * @param place in the log
   * @param flushed bytes that the file had when it was written
   * @param needed bytes that the file has after a replay
   */
  private record Entry(
      int place, int length, long sequence, long tail, long flushed, long needed) {}

  private VhdxLog(ByteSource file, VhdxHeader header) throws IOException {
    this.file = file;
    this.header = header;
    if (header.logBytes() > MAX_LOG_BYTES) {
      throw new UnsupportedException(
          file.description(),
          "a VHDX log of " + header.logBytes() + " bytes that was not replayed");
    }
    this.logBytes = (int) header.logBytes();
    if (logBytes == 0
        || logBytes % SECTOR != 0
        || !Ranges.fits(header.log(), logBytes, file.size())) {
      throw new MalformedException(file.description(), "the VHDX log does not lie in the file");
    }
  }

  /** The file as it would be after a replay. */
  static ByteSource replay(ByteSource file, VhdxHeader header) throws IOException {
    VhdxLog log = new VhdxLog(file, header);
    List<Entry> entries = log.activeSequence();
    if (entries.isEmpty()) {
      throw new MalformedException(file.description(), "the VHDX log has no valid entry");
    }
    long flushed = entries.getLast().flushed;
    long needed = entries.getLast().needed;
    if (file.size() < flushed || needed < 0 || needed > VhdxLayout.MAX_DISK_BYTES * 2) {
      throw new MalformedException(
          file.description(), "the VHDX file is shorter than its log says");
    }
    PatchedSource patched = new PatchedSource(file, Math.max(file.size(), needed));
    for (Entry entry : entries) {
      log.apply(entry, patched);
    }
    return patched;
  }

  private List<Entry> activeSequence() throws IOException {
    List<Entry> best = List.of();
    int place = 0;
    while (place < logBytes) {
      List<Entry> sequence = sequenceFrom(place);
      if (sequence.isEmpty()) {
        place += SECTOR;
        continue;
      }
      Entry last = sequence.getLast();
      long end = (long) last.place + last.length;
      boolean wraps = last.place < place || end > logBytes;
      if (last.tail != place && last.tail % SECTOR == 0 && last.tail < logBytes) {
        sequence = sequenceFrom((int) last.tail);
      }
      best = better(sequence, best);
      place = wraps ? logBytes : (int) end;
    }
    return best;
  }

  /** The second, unless the first is whole and newer. */
  private static List<Entry> better(List<Entry> sequence, List<Entry> best) {
    if (sequence.isEmpty() || sequence.getLast().tail != sequence.getFirst().place) {
      return best;
    }
    boolean newer =
        best.isEmpty()
            || Long.compareUnsigned(sequence.getLast().sequence, best.getLast().sequence) > 0;
    return newer ? sequence : best;
  }

  private List<Entry> sequenceFrom(int start) throws IOException {
    List<Entry> entries = new ArrayList<>();
    int place = start;
    long total = 0;
    for (Entry entry = entryAt(place); entry != null; entry = entryAt(place)) {
      total += entry.length;
      if (total > logBytes
          || (!entries.isEmpty() && entry.sequence != entries.getLast().sequence + 1)) {
        break;
      }
      entries.add(entry);
      place = (int) (((long) place + entry.length) % logBytes);
    }
    return entries;
  }

  /** The valid entry at a place of the log, or null. */
  private @Nullable Entry entryAt(int place) throws IOException {
    byte[] head = new byte[SECTOR];
    readRing(place, head);
    long length = LittleEndian.u32(head, 8);
    long sequence = LittleEndian.i64(head, 16);
    if (LittleEndian.i32(head, 0) != ENTRY_MAGIC
        || length == 0
        || length % SECTOR != 0
        || length > logBytes
        || sequence == 0
        || !VhdxLayout.guid(head, 32).equals(header.logId())) {
      return null;
    }
    byte[] bytes = whole(place, (int) length);
    if (!VhdxLayout.hasSoundChecksum(bytes) || !hasSoundDescriptors(bytes, sequence)) {
      return null;
    }
    return new Entry(
        place,
        bytes.length,
        sequence,
        LittleEndian.u32(head, 12),
        LittleEndian.i64(head, 48),
        LittleEndian.i64(head, 56));
  }

  private byte[] whole(int place, int length) throws IOException {
    effort += length;
    if (effort > (long) MAX_EFFORT * logBytes) {
      throw new MalformedException(file.description(), "the VHDX log contradicts itself");
    }
    byte[] bytes = new byte[length];
    readRing(place, bytes);
    return bytes;
  }

  private void readRing(int place, byte[] target) throws IOException {
    int first = Math.min(target.length, logBytes - place);
    file.read(header.log() + place, target, 0, first);
    file.read(header.log(), target, first, target.length - first);
  }

  private static long descriptors(byte[] entry) {
    return LittleEndian.u32(entry, 24);
  }

  private static long dataStart(long descriptors) {
    return (FIRST_DESCRIPTOR + descriptors * DESCRIPTOR_BYTES + SECTOR - 1) & -SECTOR;
  }

  /** All of them known, with the entry's number, and each with its data sector. */
  private static boolean hasSoundDescriptors(byte[] bytes, long sequence) {
    long count = descriptors(bytes);
    long data = dataStart(count);
    if (data > bytes.length) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      int at = FIRST_DESCRIPTOR + i * DESCRIPTOR_BYTES;
      int magic = LittleEndian.i32(bytes, at);
      if (LittleEndian.i64(bytes, at + 24) != sequence
          || (magic != DATA_DESCRIPTOR && magic != ZERO_DESCRIPTOR)) {
        return false;
      }
      if (magic == DATA_DESCRIPTOR) {
        if (data + SECTOR > bytes.length || !isSoundData(bytes, (int) data, sequence)) {
          return false;
        }
        data += SECTOR;
      }
    }
    return true;
  }

  private static boolean isSoundData(byte[] bytes, int at, long sequence) {
    long number =
        LittleEndian.u32(bytes, at + 4) << 32 | LittleEndian.u32(bytes, at + TRAILING_OFFSET);
    return LittleEndian.i32(bytes, at) == DATA_MAGIC && number == sequence;
  }

  private void apply(Entry entry, PatchedSource patched) throws IOException {
    byte[] bytes = new byte[entry.length];
    readRing(entry.place, bytes);
    long count = descriptors(bytes);
    int data = (int) dataStart(count);
    for (int i = 0; i < count; i++) {
      int at = FIRST_DESCRIPTOR + i * DESCRIPTOR_BYTES;
      boolean zeros = LittleEndian.i32(bytes, at) == ZERO_DESCRIPTOR;
      long place = LittleEndian.i64(bytes, at + 16);
      long length = zeros ? LittleEndian.i64(bytes, at + 8) : SECTOR;
      if (place % SECTOR != 0 || !Ranges.fits(place, length, patched.size())) {
        throw new MalformedException(
            file.description(), "the VHDX log writes outside the file, at byte " + place);
      }
      if (zeros) {
        patched.putZeros(place, length);
      } else {
        patched.put(place, sector(bytes, at, data));
        data += SECTOR;
      }
    }
  }

  private static byte[] sector(byte[] entry, int descriptor, int data) {
    byte[] sector = new byte[SECTOR];
    System.arraycopy(entry, descriptor + 8, sector, 0, LEADING_BYTES);
    System.arraycopy(
        entry, data + LEADING_BYTES, sector, LEADING_BYTES, TRAILING_OFFSET - LEADING_BYTES);
    System.arraycopy(entry, descriptor + 4, sector, TRAILING_OFFSET, Integer.BYTES);
    return sector;
  }
}
