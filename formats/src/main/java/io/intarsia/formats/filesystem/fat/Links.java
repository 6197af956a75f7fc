package io.intarsia.formats.filesystem.fat;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.MalformedException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Which cluster follows which. Where the FAT that counts says what cannot be, its copy is asked:
 * one of them may be damaged.
 */
final class Links {
  /** No cluster follows. */
  static final int END = -1;

  private final String where;
  private final BootSector boot;
  private final FatTable table;
  private final @Nullable FatTable copy;
  private final boolean usesCopy;

  Links(ByteSource source, BootSector boot) throws IOException {
    this.where = source.description();
    this.boot = boot;
    FatTable first = new FatTable(source, boot, boot.activeFat());
    FatTable second = boot.mirrored() && boot.fats() > 1 ? new FatTable(source, boot, 1) : null;
    this.usesCopy = second != null && !beginsWell(first) && beginsWell(second);
    this.table = second != null && usesCopy ? second : first;
    this.copy = usesCopy ? null : second;
  }

  /** Whether the first FAT begins with what none may begin with, and the second does not. */
  boolean usesCopy() {
    return usesCopy;
  }

  private boolean beginsWell(FatTable fat) throws IOException {
    return fat.value(0) == mediaEntry(boot);
  }

  /** What entry 0 holds: the media byte, and ones above it. */
  static int mediaEntry(BootSector boot) {
    return (lastValue(boot.width()) & ~0xFF) | boot.media();
  }

  /** All bits of an entry set. */
  static int lastValue(int width) {
    return width == 32 ? 0x0FFFFFFF : (1 << width) - 1;
  }

  /** Whether an entry's value ends a chain. */
  static boolean isEnd(int value, int width) {
    return value >= lastValue(width) - 7;
  }

  /**
   * The cluster after one that exists, or {@link #END}.
   *
   * @throws MalformedException when no copy of the FAT says something that makes sense
   */
  int after(int cluster) throws IOException {
    int value = table.value(cluster);
    if (boot.isCluster(value)) {
      return value;
    }
    if (isEnd(value, boot.width())) {
      return END;
    }
    int other = copy == null ? 0 : copy.value(cluster);
    if (boot.isCluster(other)) {
      return other;
    }
    if (isEnd(other, boot.width())) {
      return END;
    }
    throw new MalformedException(
        where, "FAT entry of cluster " + cluster + ": no cluster of a chain: " + value);
  }
}
