package io.intarsia.formats.filesystem.signature;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.filesystem.fat.FatReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names what stands on a partition by its magic, also where no reader for it exists. The names are
 * those of {@code blkid}. A name is for people: nothing is decided by it.
 */
public final class Signatures {

  /** Magic bytes at a fixed place. */
  private record Signature(String name, long offset, byte[] magic) {
    Signature(String name, long offset, String magic) {
      this(name, offset, magic.getBytes(StandardCharsets.ISO_8859_1));
    }

    boolean isOn(ByteSource source) throws IOException {
      return has(source, offset, magic);
    }
  }

  /** Containers first: what is inside of them may show through. */
  private static final List<Signature> FIXED =
      List.of(
          new Signature("crypto_LUKS", 0, "LUKS\u00BA\u00BE"),
          new Signature("BitLocker", 3, "-FVE-FS-"),
          new Signature("xfs", 0, "XFSB"),
          new Signature("squashfs", 0, "hsqs"),
          new Signature("erofs", 1024, "\u00E2\u00E1\u00F5\u00E0"),
          new Signature("btrfs", 65600, "_BHRfS_M"),
          new Signature("f2fs", 1024, "\u0010 \u00F5\u00F2"),
          new Signature("ntfs", 3, "NTFS    "),
          new Signature("exfat", 3, "EXFAT   "),
          new Signature("iso9660", 32769, "CD001"),
          new Signature("udf", 32769, "BEA01"),
          new Signature("hfsplus", 1024, "H+"),
          new Signature("hfsplus", 1024, "HX"));

  private static final FatReader FAT = new FatReader();

  private static final int SECTOR = 512;
  private static final int LVM_LABEL_SECTORS = 4;
  private static final byte[] LVM_LABEL = ascii("LABELONE");
  private static final byte[] LVM_TYPE = ascii("LVM2 001");
  private static final int LVM_TYPE_OFFSET = 24;

  private static final byte[] SWAP = ascii("SWAPSPACE2");
  private static final byte[] OLD_SWAP = ascii("SWAP-SPACE");
  private static final byte[] SUSPEND = ascii("S1SUSPEND");
  private static final int[] PAGE_SIZES = {4096, 8192, 16384, 65536};

  private static final long RAID_MAGIC = 0xA92B4EFCL;
  private static final int RAID_BLOCK = 4096;
  private static final long OLD_RAID_ALIGNMENT = 65536;

  private static final int EXT_MAGIC_OFFSET = 1024 + 56;
  private static final int EXT_MAGIC = 0xEF53;

  private Signatures() {}

  /**
   * The type of a file system, volume or swap space; null for what is not known. Reads a few
   * hundred bytes.
   */
  public static @Nullable String name(ByteSource source) throws IOException {
    if (isRaid(source)) {
      return "linux_raid_member";
    }
    if (isLvm(source)) {
      return "LVM2_member";
    }
    String swap = swap(source);
    if (swap != null) {
      return swap;
    }
    for (Signature signature : FIXED) {
      if (signature.isOn(source)) {
        return signature.name();
      }
    }
    String ext = ext(source);
    if (ext != null) {
      return ext;
    }
    return FAT.recognises(source) ? "vfat" : null;
  }

  private static boolean isLvm(ByteSource source) throws IOException {
    for (long at = 0; at < LVM_LABEL_SECTORS * SECTOR; at += SECTOR) {
      if (has(source, at, LVM_LABEL) && has(source, at + LVM_TYPE_OFFSET, LVM_TYPE)) {
        return true;
      }
    }
    return false;
  }

  /** The magic ends the first page, whatever the machine's page size was. */
  private static @Nullable String swap(ByteSource source) throws IOException {
    for (int page : PAGE_SIZES) {
      if (has(source, page - SWAP.length, SWAP) || has(source, page - SWAP.length, OLD_SWAP)) {
        return "swap";
      }
      if (has(source, page - SWAP.length, SUSPEND)) {
        return "swsuspend";
      }
    }
    return null;
  }

  /** Superblock 1.1 at the start, 1.2 at 4 KiB, 1.0 and 0.90 near the end. */
  private static boolean isRaid(ByteSource source) throws IOException {
    long size = source.size();
    long sectors = size / SECTOR;
    long v10 = ((sectors - 16) & ~7L) * SECTOR;
    long v09 = (size & -OLD_RAID_ALIGNMENT) - OLD_RAID_ALIGNMENT;
    return isRaidAt(source, 0)
        || isRaidAt(source, RAID_BLOCK)
        || isRaidAt(source, v10)
        || isRaidAt(source, v09);
  }

  private static boolean isRaidAt(ByteSource source, long offset) throws IOException {
    if (offset < 0 || offset > source.size() - RAID_BLOCK) {
      return false;
    }
    return LittleEndian.u32(source.read(offset, Integer.BYTES), 0) == RAID_MAGIC;
  }

  /** Told apart as {@code blkid} does: a journal makes ext3, a feature that ext3 lacks ext4. */
  private static @Nullable String ext(ByteSource source) throws IOException {
    int superblock = EXT_MAGIC_OFFSET - 56;
    if (source.size() < superblock + 1024) {
      return null;
    }
    byte[] bytes = source.read(superblock, 256);
    if (LittleEndian.u16(bytes, 56) != EXT_MAGIC) {
      return null;
    }
    long compatible = LittleEndian.u32(bytes, 92);
    long incompatible = LittleEndian.u32(bytes, 96);
    long readOnly = LittleEndian.u32(bytes, 100);
    if ((incompatible & 0x8) != 0) {
      return "jbd";
    }
    boolean beyondExt3 = (incompatible & ~0x16L) != 0 || (readOnly & ~0x7L) != 0;
    if (beyondExt3) {
      return "ext4";
    }
    return (compatible & 0x4) != 0 ? "ext3" : "ext2";
  }

  private static boolean has(ByteSource source, long offset, byte[] magic) throws IOException {
    if (offset > source.size() - magic.length) {
      return false;
    }
    byte[] there = source.read(offset, magic.length);
    return Arrays.equals(there, magic);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
