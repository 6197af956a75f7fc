package io.intarsia.formats.filesystem.exfat;

import static io.intarsia.formats.filesystem.exfat.ExfatLayout.*;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.filesystem.FileSystem.EntryVisitor;
import io.intarsia.formats.filesystem.fat.DirectoryClusters;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Directories, and files by their numbers. A number is the place of the file entry on the disk in
 * units of entries, times two, plus one when the clusters of its directory are neighbours: a set of
 * entries may go on in the next cluster.
 */
final class Directory {
  /** The root directory has no entry; none can stand here, inside of the boot sector. */
  static final long ROOT_NUMBER = 1;

  private final Volume volume;
  private final AllocationBitmap bitmap;
  private final DirectoryClusters clusters = new DirectoryClusters();

  Directory(Volume volume, AllocationBitmap bitmap) {
    this.volume = volume;
    this.bitmap = bitmap;
  }

  /** The entries of a file by its number. */
  EntrySet set(long number) throws IOException {
    BootRegion boot = volume.boot();
    long offset = (number >> 1) * ENTRY_BYTES - boot.heapOffset();
    boolean exists =
        number > ROOT_NUMBER
            && number >> 1 <= Long.MAX_VALUE / ENTRY_BYTES
            && Ranges.fits(offset, ENTRY_BYTES, boot.clusters() * boot.clusterBytes());
    if (!exists) {
      throw volume.malformed("directory entry " + number + " does not exist");
    }
    long cluster = offset / boot.clusterBytes() + FIRST_CLUSTER;
    int at = (int) (offset % boot.clusterBytes());
    long most = (long) (MAX_SECONDARIES + 1) * ENTRY_BYTES;
    Entries entries = new Entries(volume, cluster, (number & 1) != 0, at, most);
    EntrySet set = entries.next() && entries.type() == TYPE_FILE ? read(entries) : null;
    if (set == null) {
      throw volume.malformed("directory entry " + number + ": not of a file, or damaged");
    }
    return set;
  }

  /** The set that begins with the entry that was read last; null when it is damaged. */
  private static @Nullable EntrySet read(Entries entries) throws IOException {
    int secondaries = entries.entry()[FILE_SECONDARIES] & 0xFF;
    if (secondaries < MIN_SECONDARIES || secondaries > MAX_SECONDARIES) {
      return null;
    }
    byte[] set = new byte[(secondaries + 1) * ENTRY_BYTES];
    System.arraycopy(entries.entry(), 0, set, 0, ENTRY_BYTES);
    for (int i = 1; i <= secondaries; i++) {
      boolean secondary = entries.next() && (entries.type() & TYPE_SECONDARY) != 0;
      if (!secondary || (entries.type() & TYPE_IN_USE) == 0) {
        return null;
      }
      System.arraycopy(entries.entry(), 0, set, i * ENTRY_BYTES, ENTRY_BYTES);
    }
    return EntrySet.parse(set);
  }

  /** Visits what can be read of a directory, and throws at the end when something was damaged. */
  void list(long number, EntryVisitor visitor) throws IOException {
    Allocation place =
        number == ROOT_NUMBER
            ? new Allocation(volume.boot().rootCluster(), MAX_DIRECTORY_BYTES, false)
            : set(number).allocation();
    if (place.length() == 0) {
      return;
    }
    if (place.length() < 0 || place.length() > MAX_DIRECTORY_BYTES) {
      throw volume.malformed("directory " + number + " is longer than 256 MiB");
    }
    MalformedException damage = null;
    Entries entries = new Entries(volume, place.first(), place.contiguous(), 0, place.length());
    long checked = 0;
    while (entries.next()) {
      if (entries.cluster() != checked) {
        checked = entries.cluster();
        if (!clusters.claim((int) checked, number)) {
          throw volume.malformed("cluster " + checked + " is part of another directory, too");
        }
        if (!bitmap.isAllocated(checked)) {
          damage = volume.malformed("directory " + number + ": its cluster counts as free");
        }
      }
      if (entries.type() == TYPE_FILE) {
        long child = entries.offset() / ENTRY_BYTES * 2 + (place.contiguous() ? 1 : 0);
        EntrySet set = read(entries);
        byte[] name = set == null ? null : set.name();
        if (name == null) {
          damage = volume.malformed("directory entry " + child + " is damaged");
        } else {
          visitor.entry(name, child);
        }
      }
    }
    if (damage != null) {
      throw damage;
    }
  }

  /** A volume's label, or null. */
  static @Nullable String label(byte[] entry) {
    int length = entry[LABEL_LENGTH];
    if (length <= 0 || length > MAX_LABEL) {
      return null;
    }
    StringBuilder label = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      label.append((char) LittleEndian.u16(entry, LABEL_UNITS + i * Character.BYTES));
    }
    return label.toString();
  }
}
