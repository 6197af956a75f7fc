package io.intarsia.formats.partition;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.MalformedException;
import java.io.IOException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Reads a GPT: the primary one, or the backup at the end of the disk when that is damaged. */
final class GptReader {
  private static final int[] SECTOR_SIZES = {512, 4096};
  private static final int PRIMARY_BLOCK = 1;
  private static final int NAME_OFFSET = 56;
  private static final int NAME_UNITS = 36;

  private final ByteSource disk;
  private final PartitionList list;

  private GptReader(ByteSource disk) {
    this.disk = disk;
    this.list = new PartitionList(disk.size());
  }

  static PartitionTable read(ByteSource disk) throws IOException {
    GptReader reader = new GptReader(disk);
    GptHeader header = reader.primary();
    if (header != null) {
      reader.checkBackup(header);
    } else {
      header = reader.backup();
    }
    if (header == null) {
      reader.list.problem("The boot sector announces a GPT, but there is no sound one.");
    } else {
      reader.addEntries(header);
    }
    return reader.list.toTable("gpt");
  }

  private @Nullable GptHeader primary() throws IOException {
    for (int sectorSize : SECTOR_SIZES) {
      if (GptHeader.isAt(disk, PRIMARY_BLOCK, sectorSize)) {
        GptHeader header = readOrNote("The primary GPT", PRIMARY_BLOCK, sectorSize);
        if (header != null) {
          return header;
        }
      }
    }
    return null;
  }

  private @Nullable GptHeader backup() throws IOException {
    for (int sectorSize : SECTOR_SIZES) {
      long lastBlock = disk.size() / sectorSize - 1;
      if (GptHeader.isAt(disk, lastBlock, sectorSize)) {
        GptHeader header = readOrNote("The backup GPT", lastBlock, sectorSize);
        if (header != null) {
          list.problem("The primary GPT is missing or damaged; the backup was used.");
          return header;
        }
      }
    }
    return null;
  }

  private void checkBackup(GptHeader primary) throws IOException {
    int sectorSize = primary.sectorSize();
    long block = primary.alternateBlock();
    if (block != disk.size() / sectorSize - 1) {
      list.problem("The backup GPT is not at the end of the disk.");
    }
    if (!GptHeader.isAt(disk, block, sectorSize)) {
      list.problem("The backup GPT is missing.");
      return;
    }
    readOrNote("The backup GPT", block, sectorSize);
  }

  private @Nullable GptHeader readOrNote(String which, long block, int sectorSize)
      throws IOException {
    try {
      return GptHeader.read(disk, which, block, sectorSize);
    } catch (MalformedException e) {
      list.problem(e.getMessage() + ".");
      return null;
    }
  }

  /** An entry: type GUID, unique GUID, first block, last block, attributes, name (UTF-16). */
  private void addEntries(GptHeader header) {
    for (int i = 0; i < header.entryCount(); i++) {
      int at = i * header.entrySize();
      byte[] entries = header.entries();
      if (LittleEndian.i64(entries, at) == 0 && LittleEndian.i64(entries, at + 8) == 0) {
        continue;
      }
      long first = LittleEndian.i64(entries, at + 32);
      long last = LittleEndian.i64(entries, at + 40);
      long maxBlock = Long.MAX_VALUE / header.sectorSize() - 1;
      if (first < 0 || last < first || last > maxBlock) {
        list.problem("Partition " + (i + 1) + " has an impossible range and was left out.");
        continue;
      }
      list.add(
          i + 1,
          first * header.sectorSize(),
          (last - first + 1) * header.sectorSize(),
          guid(entries, at),
          guid(entries, at + 16),
          name(entries, at + NAME_OFFSET));
    }
  }

  /** The first three fields are little-endian, the rest is in order (RFC 9562, UEFI appendix A). */
  private static String guid(byte[] bytes, int at) {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(LittleEndian.i32(bytes, at))
        + '-'
        + hex.toHexDigits((short) LittleEndian.u16(bytes, at + 4))
        + '-'
        + hex.toHexDigits((short) LittleEndian.u16(bytes, at + 6))
        + '-'
        + hex.formatHex(bytes, at + 8, at + 10)
        + '-'
        + hex.formatHex(bytes, at + 10, at + 16);
  }

  private static String name(byte[] bytes, int at) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < NAME_UNITS; i++) {
      char c = (char) LittleEndian.u16(bytes, at + 2 * i);
      if (c == 0) {
        break;
      }
      name.append(c);
    }
    return name.toString();
  }
}
