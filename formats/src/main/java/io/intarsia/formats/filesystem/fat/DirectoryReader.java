package io.intarsia.formats.filesystem.fat;

import static io.intarsia.formats.filesystem.fat.FatLayout.*;

import io.intarsia.formats.MalformedException;
import io.intarsia.formats.filesystem.FileSystem.EntryVisitor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The entries of a directory, up to its end mark. */
final class DirectoryReader {
  private final Volume volume;
  private final EntryVisitor visitor;
  private final LongName longName = new LongName();
  private final byte[] block;
  private @Nullable MalformedException damage;
  private @Nullable String label;
  private int bytes;

  DirectoryReader(Volume volume, EntryVisitor visitor) {
    this.volume = volume;
    this.visitor = visitor;
    this.block = new byte[Math.min(volume.boot().clusterBytes(), 1 << 14)];
  }

  /** The volume's label, when the directory that was listed has one. */
  @Nullable String label() {
    return label;
  }

  /** Visits what can be read, and throws at the end when something was damaged. */
  void root() throws IOException {
    BootSector boot = volume.boot();
    if (boot.width() == 32) {
      chain(Volume.ROOT_NUMBER, Integer.toUnsignedLong(boot.rootCluster()));
    } else {
      range(boot.rootOffset(), boot.rootBytes());
      finish();
    }
  }

  /** Likewise for the directory of that number, which begins at a cluster. */
  void chain(long number, long start) throws IOException {
    Chain chain = new Chain(volume, start);
    int clusterBytes = volume.boot().clusterBytes();
    while (cluster(number, chain.cluster()) && chain.advance()) {
      bytes += clusterBytes;
      if (bytes >= MAX_DIRECTORY_BYTES) {
        throw volume.malformed("the directory at cluster " + start + " is longer than 2 MiB");
      }
    }
    finish();
  }

  /** Returns whether the directory may go on after the cluster. */
  private boolean cluster(long number, int cluster) throws IOException {
    if (!volume.directoryClusters().claim(cluster, number)) {
      throw volume.malformed("cluster " + cluster + " is part of another directory, too");
    }
    return range(volume.boot().clusterOffset(cluster), volume.boot().clusterBytes());
  }

  private void finish() throws IOException {
    if (damage != null) {
      throw damage;
    }
  }

  /** Returns whether the directory may go on after the range. */
  private boolean range(long offset, int length) throws IOException {
    for (int done = 0; done < length; done += block.length) {
      int size = Math.min(block.length, length - done);
      volume.read(offset + done, block, size);
      for (int at = 0; at < size; at += ENTRY_BYTES) {
        DirectoryEntry entry = new DirectoryEntry(block, at, volume.boot().width());
        if (entry.isEnd()) {
          return false;
        }
        entry(entry, (offset + done + at) / ENTRY_BYTES);
      }
    }
    return true;
  }

  private void entry(DirectoryEntry entry, long number) throws IOException {
    if (entry.isDeleted()) {
      longName.clear();
    } else if (entry.isLongName()) {
      longName.add(entry);
    } else {
      if (label == null && entry.isVolumeLabel()) {
        label = ShortName.label(entry.bytes(), entry.at());
      }
      if (entry.isNamed() && !entry.isDots()) {
        named(entry, number);
      }
      longName.clear();
    }
  }

  private void named(DirectoryEntry entry, long number) throws IOException {
    byte[] name = longName.of(entry);
    if (name == null) {
      name = ShortName.decode(entry);
    }
    if (name == null) {
      damage = volume.malformed("directory entry " + number + ": bad name");
    } else {
      visitor.entry(name, number);
    }
  }
}
