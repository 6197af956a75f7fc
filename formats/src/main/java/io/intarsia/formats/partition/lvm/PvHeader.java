package io.intarsia.formats.partition.lvm;

import static io.intarsia.formats.partition.lvm.LvmLayout.AREA_BYTES;
import static io.intarsia.formats.partition.lvm.LvmLayout.HEADER_AREAS;
import static io.intarsia.formats.partition.lvm.LvmLayout.SECTOR;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.MalformedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A physical volume's label and header.
 *
 * @param uuid without dashes
 * @param metadataAreas may be empty: other physical volumes of the group have the text then
 */
record PvHeader(String uuid, List<Area> metadataAreas) {
  /** A range of the device. */
  record Area(long offset, long size) {}

  /**
   * Reads the label in the first four sectors.
   *
   * @throws MalformedException when there is no sound one
   */
  static PvHeader read(ByteSource source) throws IOException {
    MalformedException damage = new MalformedException(source.description(), "has no LVM label");
    int sectors = (int) Math.min(LvmLayout.LABEL_SECTORS, source.size() / SECTOR);
    for (int number = 0; number < sectors; number++) {
      byte[] sector = source.read((long) number * SECTOR, SECTOR);
      if (isLabel(sector)) {
        if (LittleEndian.u32(sector, LvmLayout.LABEL_CRC)
                == LvmLayout.crc(sector, LvmLayout.LABEL_HEADER_OFFSET, SECTOR)
            && LittleEndian.i64(sector, LvmLayout.LABEL_SECTOR_NUMBER) == number) {
          return parse(source, sector);
        }
        damage = new MalformedException(source.description(), "its LVM label is damaged");
      }
    }
    throw damage;
  }

  private static boolean isLabel(byte[] sector) {
    return has(sector, 0, LvmLayout.LABEL_MAGIC)
        && has(sector, LvmLayout.LABEL_TYPE, LvmLayout.LABEL_TYPE_LVM2);
  }

  private static boolean has(byte[] bytes, int at, byte[] magic) {
    return Arrays.equals(bytes, at, at + magic.length, magic, 0, magic.length);
  }

  private static PvHeader parse(ByteSource source, byte[] sector) throws MalformedException {
    long header = LittleEndian.u32(sector, LvmLayout.LABEL_HEADER_OFFSET);
    if (header > SECTOR - HEADER_AREAS) {
      throw new MalformedException(source.description(), "its LVM header lies outside its sector");
    }
    int at = (int) header;
    String uuid = new String(sector, at, LvmLayout.UUID_BYTES, StandardCharsets.ISO_8859_1);
    List<Area> areas = new ArrayList<>();
    at += HEADER_AREAS;
    boolean metadata = false;
    while (at <= SECTOR - AREA_BYTES) {
      Area area = new Area(LittleEndian.i64(sector, at), LittleEndian.i64(sector, at + 8));
      at += AREA_BYTES;
      if (area.offset() != 0) {
        if (metadata) {
          areas.add(area);
        }
      } else if (metadata) {
        return new PvHeader(uuid, areas);
      } else {
        metadata = true;
      }
    }
    throw new MalformedException(source.description(), "the areas in its LVM header have no end");
  }
}
