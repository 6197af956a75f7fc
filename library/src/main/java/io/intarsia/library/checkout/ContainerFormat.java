package io.intarsia.library.checkout;

import io.intarsia.formats.image.mapped.BlockWriter;
import io.intarsia.formats.image.mapped.DataBlocks;
import io.intarsia.formats.image.vdi.VdiWriter;
import io.intarsia.formats.image.vhd.VhdWriter;
import io.intarsia.formats.image.vhdx.VhdxWriter;
import io.intarsia.formats.image.vmdk.VmdkStreamWriter;
import io.intarsia.formats.image.vmdk.VmdkWriter;
import io.intarsia.library.error.LibraryException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/** A format that a disk can be written in. */
enum ContainerFormat {
  RAW("raw", Long.MAX_VALUE),
  QCOW2("qcow2", Long.MAX_VALUE),
  VMDK("vmdk", VmdkWriter.MAX_DISK_BYTES),
  VMDK_STREAM("vmdk-stream", VmdkStreamWriter.MAX_DISK_BYTES),
  VDI("vdi", 1L << 50),
  VHD("vhd", VhdWriter.MAX_DISK_BYTES),
  VHDX("vhdx", VhdxWriter.MAX_DISK_BYTES);

  private static final int GIB_BITS = 30;
  private static final long SECTOR_BYTES = 512;

  private final String formatName;
  private final long maxDiskBytes;

  ContainerFormat(String formatName, long maxDiskBytes) {
    this.formatName = formatName;
    this.maxDiskBytes = maxDiskBytes;
  }

  /**
   * The format of a name.
   *
   * @throws LibraryException when there is none
   */
  static ContainerFormat of(String name) throws LibraryException {
    for (ContainerFormat format : values()) {
      if (format.formatName.equals(name)) {
        return format;
      }
    }
    throw new LibraryException(
        "format '" + name + "' cannot be written; use one of " + String.join(", ", names()));
  }

  /** The names of all. */
  static List<String> names() {
    List<String> names = new ArrayList<>();
    for (ContainerFormat format : values()) {
      names.add(format.formatName);
    }
    return names;
  }

  String formatName() {
    return formatName;
  }

  /**
   * Refuses disks that the format cannot hold.
   *
   * @throws LibraryException with formats that can
   */
  void requireHolds(long diskSize) throws LibraryException {
    if (diskSize > maxDiskBytes) {
      throw new LibraryException(
          "the disk has "
              + diskSize
              + " bytes, and "
              + formatName
              + " holds "
              + (maxDiskBytes >> GIB_BITS)
              + " GiB at most; use raw, qcow2 or vhdx");
    }
  }

  /**
   * Bytes of the disk in an image of the format, which may be more: whole sectors, at least one.
   */
  long paddedSize(long diskSize) {
    long sectors = (diskSize + SECTOR_BYTES - 1) & -SECTOR_BYTES;
    return switch (this) {
      case RAW -> diskSize;
      case QCOW2, VDI, VHD -> sectors;
      case VMDK, VMDK_STREAM, VHDX -> Math.max(SECTOR_BYTES, sectors);
    };
  }

  /** Bytes of the blocks that {@link #writer} takes, for a disk of this size. */
  int blockBytes(long diskSize) {
    return switch (this) {
      case VMDK -> VmdkWriter.BLOCK_BYTES;
      case VDI -> VdiWriter.BLOCK_BYTES;
      case VHD -> VhdWriter.BLOCK_BYTES;
      case VHDX -> VhdxWriter.blockBytes(diskSize);
      case RAW, QCOW2, VMDK_STREAM -> throw new IllegalStateException(formatName);
    };
  }

  /**
   * Begins an image of a format that is written in blocks.
   *
   * @param name of the file
   */
  BlockWriter writer(FileChannel file, DataBlocks data, String name) throws IOException {
    return switch (this) {
      case VMDK -> VmdkWriter.create(file, data, name);
      case VDI -> VdiWriter.create(file, data);
      case VHD -> VhdWriter.create(file, data);
      case VHDX -> VhdxWriter.create(file, data);
      case RAW, QCOW2, VMDK_STREAM -> throw new IllegalStateException(formatName);
    };
  }
}
