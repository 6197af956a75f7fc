package io.intarsia.formats.image.ova;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Writes archives and descriptors without the code that is tested. */
final class TestAppliance {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A descriptor with a disk for each file, in this order; {@code null} for a blank one. */
  static String descriptor(String... files) {
    StringBuilder references = new StringBuilder();
    StringBuilder disks = new StringBuilder();
    for (int i = 0; i < files.length; i++) {
      if (files[i].equals("blank")) {
        disks.append(
            "<Disk ovf:diskId='d%d' ovf:capacity='3' ovf:capacityAllocationUnits='byte * 2^20'/>"
                .formatted(i));
        continue;
      }
      // References stand in the opposite order: what counts is that of the disks.
      references.insert(0, "<File ovf:id='f%d' ovf:href='%s'/>".formatted(i, files[i]));
      disks.append("<Disk ovf:diskId='d%d' ovf:fileRef='f%d' ovf:capacity='9'/>".formatted(i, i));
    }
    return "<?xml version='1.0'?><Envelope xmlns='http://schemas.dmtf.org/ovf/envelope/1'"
        + " xmlns:ovf='http://schemas.dmtf.org/ovf/envelope/1'><References>"
        + references
        + "</References><DiskSection>"
        + disks
        + "</DiskSection></Envelope>";
  }

  TestAppliance add(String name, String text) {
    return add(name, text.getBytes(StandardCharsets.UTF_8));
  }

  TestAppliance add(String name, byte[] bytes) {
    return add(name, '0', bytes);
  }

  TestAppliance add(String name, char kind, byte[] bytes) {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 100, "0000644\0" + "0000000\0" + "0000000\0");
    put(header, 124, String.format(Locale.ROOT, "%011o\0", bytes.length));
    put(header, 136, "00000000000\0        ");
    header[156] = (byte) kind;
    put(header, 257, "ustar\0" + "00");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xFF;
    }
    put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
    out.writeBytes(header);
    out.writeBytes(Arrays.copyOf(bytes, (bytes.length + 511) & -512));
    return this;
  }

  private static void put(byte[] header, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, offset, Math.min(bytes.length, 512 - offset));
  }

  byte[] bytes() {
    byte[] archive = out.toByteArray();
    return Arrays.copyOf(archive, archive.length + 1024);
  }
}
