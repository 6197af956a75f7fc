package io.intarsia.library.checkin.plan;

import io.intarsia.formats.partition.Partition;
import io.intarsia.formats.partition.VolumeMap;
import io.intarsia.formats.partition.lvm.LogicalVolume;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A stretch of bytes in an image where a file system may be. */
public sealed interface Place {
  /** The name by which paths and {@code show} call it. */
  String name();

  /** The disk on which it begins, from 0. */
  int disk();

  /** In bytes. */
  long length();

  /** Where its bytes lie on the disks, one after the other; null when they cannot be told. */
  @Nullable VolumeMap map();

  /**
   * A partition: {@code p1}, {@code d1/p2}.
   *
   * @param diskStart where its disk begins in the address space of all disks
   */
  record OfPartition(int disk, long diskStart, Partition partition) implements Place {
    @Override
    public String name() {
      return diskPrefix(disk) + partition.name();
    }

    @Override
    public long length() {
      return partition.length();
    }

    @Override
    public VolumeMap map() {
      return VolumeMap.of(diskStart + partition.offset(), partition.length());
    }
  }

  /** A logical volume: {@code group/volume}. */
  record OfVolume(int disk, LogicalVolume volume) implements Place {
    @Override
    public String name() {
      return volume.name();
    }

    @Override
    public long length() {
      return volume.length();
    }

    @Override
    public @Nullable VolumeMap map() {
      return volume.map();
    }
  }

  /**
   * A file that holds a file system: {@code p1/live/filesystem.squashfs}.
   *
   * @param path absolute path in the file system of the place around it
   */
  record OfFile(Place around, byte[] path, long length) implements Place {
    @Override
    public String name() {
      return around.name() + new String(path, StandardCharsets.UTF_8);
    }

    @Override
    public int disk() {
      return around.disk();
    }

    @Override
    public @Nullable VolumeMap map() {
      return null;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof OfFile that && name().equals(that.name());
    }

    @Override
    public int hashCode() {
      return name().hashCode();
    }
  }

  /** What stands before the name of a place that belongs to one disk; the first disk is implied. */
  static String diskPrefix(int disk) {
    return disk == 0 ? "" : "d" + disk + "/";
  }
}
