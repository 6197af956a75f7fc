package io.intarsia.formats.partition;

import io.intarsia.bytes.LittleEndian;

/**
 * A boot sector read as a partition sector (the disk's first one, or an extended boot record).
 *
 * <pre>
 *   446  four entries of 16 bytes: boot indicator (0x00 or 0x80), CHS, +4 type, CHS,
 *        +8 start and +12 length in sectors, 32 bits each
 *   510  0x55 0xAA
 * </pre>
 *
 * @param signed whether the signature is there
 * @param entries the four entries, used or not
 */
record Mbr(byte[] sector, boolean signed, Entry[] entries) {
  /** An MBR does not say its sector size; 512 is what all but 4Kn disks have. */
  static final int SECTOR = 512;

  private static final int ENTRIES_OFFSET = 446;
  private static final int ENTRY_BYTES = 16;
  private static final int ENTRY_COUNT = 4;
  private static final int SIGNATURE_OFFSET = 510;
  private static final int SIGNATURE = 0xAA55;
  private static final int TYPE_GPT = 0xEE;

  /** One entry; start and length in sectors. */
  record Entry(int bootIndicator, int type, long start, long length) {
    boolean isExtended() {
      return type == 0x05 || type == 0x0F || type == 0x85;
    }

    boolean isUsed() {
      return length > 0;
    }

    String typeName() {
      return "0x" + Character.forDigit(type >> 4, 16) + Character.forDigit(type & 15, 16);
    }
  }

  static Mbr parse(byte[] sector) {
    Entry[] entries = new Entry[ENTRY_COUNT];
    for (int i = 0; i < ENTRY_COUNT; i++) {
      int at = ENTRIES_OFFSET + i * ENTRY_BYTES;
      entries[i] =
          new Entry(
              sector[at] & 0xFF,
              sector[at + 4] & 0xFF,
              LittleEndian.u32(sector, at + 8),
              LittleEndian.u32(sector, at + 12));
    }
    return new Mbr(sector, LittleEndian.u16(sector, SIGNATURE_OFFSET) == SIGNATURE, entries);
  }

  /** Whether an entry announces a GPT: a protective or a hybrid MBR. */
  boolean isProtective() {
    boolean gpt = false;
    for (Entry entry : entries) {
      gpt |= entry.type == TYPE_GPT;
    }
    return gpt && signed && indicatorsAreValid();
  }

  /** Whether the sector is a partition table and not the boot sector of a file system. */
  boolean isPartitionTable(long diskSize) {
    if (!signed || !indicatorsAreValid() || !hasEntries()) {
      return false;
    }
    return !BootSectors.isFileSystem(sector) || entriesAreSound(diskSize);
  }

  private boolean indicatorsAreValid() {
    for (Entry entry : entries) {
      if ((entry.bootIndicator & 0x7F) != 0) {
        return false;
      }
    }
    return true;
  }

  private boolean hasEntries() {
    for (Entry entry : entries) {
      if (entry.isUsed() && entry.type != 0) {
        return true;
      }
    }
    return false;
  }

  private boolean entriesAreSound(long diskSize) {
    long sectors = diskSize / SECTOR;
    for (int i = 0; i < ENTRY_COUNT; i++) {
      Entry a = entries[i];
      if (a.isUsed() && (a.type == 0 || a.start == 0 || a.start + a.length > sectors)) {
        return false;
      }
      for (int j = 0; j < i; j++) {
        Entry b = entries[j];
        if (a.isUsed()
            && b.isUsed()
            && a.start < b.start + b.length
            && b.start < a.start + a.length) {
          return false;
        }
      }
    }
    return true;
  }
}
