package io.intarsia.formats.image;

import io.intarsia.bytes.BigEndian;
import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import java.io.IOException;

/** Tells container formats by their first and last sectors, in the way of {@code qemu-img info}. */
final class ContainerSignatures {
  private static final int SECTOR = 512;
  private static final long QCOW_MAGIC = 0x514649FBL;
  private static final long QED_MAGIC = 0x51454400L;

  /** Of Parallels disks: {@code WithoutF} and {@code WithouFr}. */
  private static final long PARALLELS_MAGIC = 0x576974686F757446L;

  private static final long PARALLELS_EXTENDED_MAGIC = 0x576974686F754672L;
  private static final long VMDK3_MAGIC = 0x434F5744L;
  private static final long VMDK4_MAGIC = 0x4B444D56L;
  private static final int VDI_MAGIC_OFFSET = 64;
  private static final long VDI_MAGIC = 0xBEDA107FL;
  private static final long VHD_MAGIC = 0x636F6E6563746978L;
  private static final long VHDX_MAGIC = 0x7668647866696C65L;

  /** What a VMDK descriptor file, a text, begins with: {@code # Disk D}. */
  private static final long VMDK_DESCRIPTOR = 0x23204469736B2044L;

  private ContainerSignatures() {}

  /** The name of the format; {@code raw} for what bears no signature. */
  static String recognise(ByteSource file) throws IOException {
    byte[] head = new byte[SECTOR];
    file.read(0, head, 0, (int) Math.min(SECTOR, file.size()));
    long magic = BigEndian.u32(head, 0);
    long longMagic = BigEndian.i64(head, 0);
    if (magic == QCOW_MAGIC) {
      return BigEndian.u32(head, 4) == 1 ? "qcow" : "qcow2";
    }
    if (magic == VMDK3_MAGIC || magic == VMDK4_MAGIC || longMagic == VMDK_DESCRIPTOR) {
      return "vmdk";
    }
    if (LittleEndian.u32(head, VDI_MAGIC_OFFSET) == VDI_MAGIC) {
      return "vdi";
    }
    if (longMagic == VHDX_MAGIC) {
      return "vhdx";
    }
    if (isVhd(file, longMagic)) {
      return "vhd";
    }
    return withoutReader(magic, longMagic);
  }

  /** What nobody should take for a disk, though no reader for it exists. */
  private static String withoutReader(long magic, long longMagic) {
    if (magic == QED_MAGIC) {
      return "qed";
    }
    boolean parallels = longMagic == PARALLELS_MAGIC || longMagic == PARALLELS_EXTENDED_MAGIC;
    return parallels ? "parallels" : RawImage.FORMAT;
  }

  /** A dynamic VHD has a copy of the footer in front, a fixed one only the footer. */
  private static boolean isVhd(ByteSource file, long head) throws IOException {
    if (head == VHD_MAGIC) {
      return true;
    }
    long footer = file.size() - SECTOR;
    return footer >= 0 && BigEndian.i64(file.read(footer, Long.BYTES), 0) == VHD_MAGIC;
  }
}
