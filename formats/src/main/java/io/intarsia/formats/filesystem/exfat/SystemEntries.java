package io.intarsia.formats.filesystem.exfat;

import static io.intarsia.formats.filesystem.exfat.ExfatLayout.*;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.MalformedException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the root directory says of the volume.
 *
 * @param bitmap the active allocation bitmap; null when there is none
 * @param damage why free space cannot be known, or null
 */
record SystemEntries(@Nullable String label, @Nullable Allocation bitmap, @Nullable String damage) {
  /** 65536 characters, not compressed. */
  private static final int MAX_UPCASE_BYTES = 1 << 17;

  /** Damage is noted, not thrown: files can be read without any of this. */
  static SystemEntries read(Volume volume, List<String> notes) throws IOException {
    String label = null;
    Allocation bitmap = null;
    String damage = null;
    boolean upcase = false;
    BootRegion boot = volume.boot();
    try {
      Entries entries = new Entries(volume, boot.rootCluster(), false, 0, MAX_DIRECTORY_BYTES);
      while (entries.next()) {
        if (entries.type() == TYPE_LABEL) {
          label = Directory.label(entries.entry());
        } else if (entries.type() == TYPE_BITMAP) {
          int which = boot.fats() == 2 && boot.has(FLAG_SECOND_FAT) ? 1 : 0;
          boolean active = (entries.entry()[BITMAP_FLAGS] & 1) == which;
          bitmap = active ? Allocation.ofSystemEntry(entries.entry(), 0) : bitmap;
        } else if (entries.type() == TYPE_UPCASE) {
          verifyUpcase(volume, entries.entry());
          upcase = true;
        }
      }
    } catch (MalformedException e) {
      damage = e.getMessage();
    }
    if (damage == null && !upcase) {
      damage = "there is no up-case table";
    }
    if (damage != null) {
      notes.add("The root directory is damaged: " + damage + ".");
    }
    return new SystemEntries(label, bitmap, damage);
  }

  private static void verifyUpcase(Volume volume, byte[] entry) throws IOException {
    Allocation place = Allocation.ofSystemEntry(entry, 0);
    if (place.length() <= 0 || place.length() > MAX_UPCASE_BYTES) {
      throw volume.malformed("length of the up-case table");
    }
    int[] sum = {0};
    place.visit(
        volume,
        place.length(),
        piece -> {
          byte[] bytes = new byte[(int) piece.length()];
          volume.read(piece.diskOffset(), bytes, bytes.length);
          for (byte b : bytes) {
            sum[0] = Checksums.add(sum[0], b);
          }
        });
    if (sum[0] != LittleEndian.i32(entry, UPCASE_CHECKSUM)) {
      throw volume.malformed("checksum of the up-case table");
    }
  }
}
