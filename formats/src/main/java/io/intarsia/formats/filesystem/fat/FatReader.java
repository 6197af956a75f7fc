package io.intarsia.formats.filesystem.fat;

import static io.intarsia.formats.filesystem.fat.FatLayout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileSystemReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads FAT12, FAT16 and FAT32; {@link io.intarsia.formats.filesystem.fat} says how much of them.
 * Stateless.
 */
public final class FatReader implements FileSystemReader {
  private static final int SIGNATURE = 0xAA55;
  private static final byte[] BITLOCKER = "-FVE-FS-".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TYPE = "FAT".getBytes(StandardCharsets.US_ASCII);

  @Override
  public String version() {
    return "fat/1";
  }

  /**
   * {@inheritDoc}
   *
   * <p>FAT has no magic. It is a parameter block of which every field makes sense, in a sector that
   * either begins with a jump and ends in the signature of a boot sector, or holds the name of the
   * type.
   */
  @Override
  public boolean recognises(ByteSource source) throws IOException {
    if (source.size() < BOOT_SECTOR_BYTES) {
      return false;
    }
    byte[] sector = source.read(0, BOOT_SECTOR_BYTES);
    boolean boots =
        (sector[0] == (byte) 0xEB || sector[0] == (byte) 0xE9)
            && LittleEndian.u16(sector, BS_SIGNATURE) == SIGNATURE;
    boolean named = has(sector, EBR_16 + EBR_TYPE, TYPE) || has(sector, EBR_32 + EBR_TYPE, TYPE);
    if (!(boots || named) || has(sector, BS_OEM_NAME, BITLOCKER)) {
      return false;
    }
    try {
      BootSector boot = BootSector.parse(source.description(), sector);
      return boot.dataOffset() <= source.size();
    } catch (UnsupportedException e) {
      return true;
    } catch (MalformedException e) {
      return false;
    }
  }

  private static boolean has(byte[] sector, int at, byte[] bytes) {
    return Arrays.equals(sector, at, at + bytes.length, bytes, 0, bytes.length);
  }

  @Override
  public FileSystem open(ByteSource source) throws IOException {
    return FatFileSystem.open(source);
  }
}
