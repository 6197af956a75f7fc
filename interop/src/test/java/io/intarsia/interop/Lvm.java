package io.intarsia.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Disks with volume groups made by LVM's own tools on loop devices, without a device mapper: the
 * tests put the file systems where LVM says that a volume's bytes lie.
 */
final class Lvm {
  static final long EXTENT = 4L << 20;

  /** Where the first extent of a physical volume begins. */
  static final long DATA = 1L << 20;

  static final long FIRST = 2048 * 512L;
  static final long SECOND = 86016 * 512L;

  private static final String SCRIPT =
      """
      truncate -s 96M "$1"
      printf 'label: dos\\nstart=2048,size=81920,type=8e\\nstart=86016,size=90112,type=8e\\n' | sfdisk -q "$1"
      a=$(losetup -f --show -o $((2048*512)) --sizelimit $((81920*512)) "$1")
      trap 'losetup -d $a' EXIT
      b=$(losetup -f --show -o $((86016*512)) --sizelimit $((90112*512)) "$1")
      trap 'losetup -d $a; losetup -d $b' EXIT
      config="devices { use_devicesfile=0 filter=[\\"a|^$a\\$|\\",\\"a|^$b\\$|\\",\\"r|.*|\\"] }"
      config="$config global { use_lvmlockd=0 } activation { udev_sync=0 udev_rules=0 monitoring=0 }"
      lvm_do() { word=$1; shift; lvm "$word" -q --driverloaded n --config "$config" "$@"; }
      lvm_do pvcreate -ff -y $a $b
      lvm_do vgcreate vg $a $b
      new="-an -Zn -Wn -y"
      lvm_do lvcreate $new -n linear -l 3 vg $a
      lvm_do lvcreate $new -n swap -l 2 vg $a
      lvm_do lvcreate $new -n striped -i 2 -I 64k -l 4 vg
      lvm_do lvcreate $new -n both -l 10 vg
      sync
      """;

  private Lvm() {}

  /**
   * A disk with the volumes {@code linear} (3 extents from the first of the first physical volume),
   * {@code swap} (2 from the fourth), {@code striped} (4 in units of 64 KiB: from the sixth of the
   * first, and from the first of the second) and {@code both}, which begins on the second physical
   * volume after {@code striped} and ends on the first.
   */
  static Path disk(Path file) {
    Tool.run("bash", "-euc", SCRIPT, "bash", file);
    return file;
  }

  /** Puts a file system into {@code linear}. */
  static void putLinear(Path fileSystem, Path disk) throws IOException {
    Images.put(fileSystem, disk, FIRST + DATA);
  }

  /** Puts a file system into {@code striped}. */
  static void putStriped(Path fileSystem, Path disk) {
    try {
      byte[] bytes = Files.readAllBytes(fileSystem);
      int unit = 64 << 10;
      for (int i = 0; i * unit < bytes.length; i++) {
        byte[] stripe = Arrays.copyOfRange(bytes, i * unit, (i + 1) * unit);
        long area = i % 2 == 0 ? FIRST + DATA + 5 * EXTENT : SECOND + DATA;
        Images.put(stripe, disk, area + (long) (i / 2) * unit);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
