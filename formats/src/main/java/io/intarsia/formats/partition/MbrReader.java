package io.intarsia.formats.partition;

import io.intarsia.bytes.ByteSource;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads an MBR's primary partitions (1 to 4) and follows the chains of its extended ones (from 5),
 * numbering as {@code parse_extended} of the kernel does.
 */
final class MbrReader {
  /** The kernel's limit of partitions per disk. */
  private static final int MAX_NUMBER = 255;

  private static final int FIRST_LOGICAL = 5;

  private final ByteSource disk;
  private final PartitionList list;
  private final Set<Long> seen = new HashSet<>();
  private int next = FIRST_LOGICAL;

  private MbrReader(ByteSource disk, PartitionList list) {
    this.disk = disk;
    this.list = list;
  }

  static void read(ByteSource disk, Mbr mbr, PartitionList list) throws IOException {
    MbrReader reader = new MbrReader(disk, list);
    for (int slot = 0; slot < mbr.entries().length; slot++) {
      Mbr.Entry entry = mbr.entries()[slot];
      if (!entry.isUsed()) {
        continue;
      }
      if (entry.isExtended()) {
        reader.followChain(entry);
      } else {
        reader.add(slot + 1, entry, 0);
      }
    }
  }

  /** Each record of the chain holds a logical partition and a link; both may be missing. */
  private void followChain(Mbr.Entry extended) throws IOException {
    long at = extended.start();
    long recordLength = extended.length();
    while (next <= MAX_NUMBER) {
      Mbr.Entry link = readRecord(extended, at, recordLength);
      if (link == null) {
        return;
      }
      at = extended.start() + link.start();
      recordLength = link.length();
    }
    list.problem("The chain of logical partitions is longer than " + MAX_NUMBER + ".");
  }

  private Mbr.@Nullable Entry readRecord(Mbr.Entry extended, long at, long recordLength)
      throws IOException {
    if (at >= disk.size() / Mbr.SECTOR) {
      list.problem("The chain of logical partitions leaves the disk.");
      return null;
    }
    if (seen.size() > MAX_NUMBER || !seen.add(at)) {
      list.problem("The chain of logical partitions runs in a circle.");
      return null;
    }
    Mbr ebr = Mbr.parse(disk.read(at * Mbr.SECTOR, Mbr.SECTOR));
    if (!ebr.signed()) {
      list.problem("A record in the chain of logical partitions has no signature.");
      return null;
    }
    addLogical(ebr, extended, at, recordLength);
    for (Mbr.Entry entry : ebr.entries()) {
      if (entry.isUsed() && entry.isExtended()) {
        return entry;
      }
    }
    return null;
  }

  private void addLogical(Mbr ebr, Mbr.Entry extended, long at, long recordLength) {
    for (int i = 0; i < ebr.entries().length && next <= MAX_NUMBER; i++) {
      Mbr.Entry entry = ebr.entries()[i];
      if (!entry.isUsed() || entry.isExtended()) {
        continue;
      }
      // The last two entries may hold garbage; they count only where they fit.
      if (i < 2 || fits(entry, extended, at, recordLength)) {
        add(next++, entry, at);
      }
    }
  }

  private static boolean fits(Mbr.Entry entry, Mbr.Entry extended, long at, long recordLength) {
    long end = entry.start() + entry.length();
    return end <= recordLength && at + end <= extended.start() + extended.length();
  }

  private void add(int number, Mbr.Entry entry, long base) {
    list.add(
        number,
        (base + entry.start()) * Mbr.SECTOR,
        entry.length() * Mbr.SECTOR,
        entry.typeName(),
        null,
        null);
  }
}
