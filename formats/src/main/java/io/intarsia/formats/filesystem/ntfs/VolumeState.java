package io.intarsia.formats.filesystem.ntfs;

import static io.intarsia.formats.filesystem.ntfs.NtfsLayout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the volume says of itself.
 *
 * @param label null when it has none
 * @param unsettled why what is on disk may not be all, one sentence each: then the allocation map
 *     is not to be trusted
 */
record VolumeState(@Nullable String label, List<String> unsettled) {
  private static final byte[] HIBERNATION_FILE = Names.utf16("hiberfil.sys");
  private static final int HIBERNATION_HEADER = 4096;
  private static final int HIBERNATED = 0x72626968;
  private static final int LOWER_CASE = 0x20202020;

  private static final int RESTART_PAGE_SIZE = 16;
  private static final int RESTART_AREA = 24;
  private static final int AREA_LSN = 0;
  private static final int AREA_CLIENT_IN_USE = 12;
  private static final int AREA_FLAGS = 14;
  private static final int AREA_SIZE = 16;
  private static final int NO_CLIENT = 0xFFFF;
  private static final int CLEAN = 2;
  private static final int MIN_PAGE = 512;
  private static final int MAX_PAGE = 64 << 10;

  static VolumeState read(Mft mft) throws IOException {
    List<String> unsettled = new ArrayList<>();
    String label = null;
    try {
      FileRecord volume = FileRecord.read(mft, RECORD_VOLUME);
      label = label(volume);
      byte[] information = volume.value(TYPE_VOLUME_INFORMATION);
      if (information == null || information.length < VOLUME_INFORMATION_SIZE) {
        throw volume.malformed("no $VOLUME_INFORMATION");
      }
      if ((LittleEndian.u16(information, VOLUME_FLAGS) & VOLUME_IS_DIRTY) != 0) {
        unsettled.add("The volume is marked as dirty.");
      }
    } catch (MalformedException | UnsupportedException e) {
      unsettled.add("The volume's flags cannot be read: " + e.getMessage() + ".");
    }
    try {
      if (!logIsClean(mft)) {
        unsettled.add("The volume was not unmounted cleanly; its log is not replayed.");
      }
      if (isHibernated(mft)) {
        unsettled.add("Windows is hibernated on it; what it holds in memory is not on disk.");
      }
    } catch (MalformedException | UnsupportedException e) {
      unsettled.add("Whether its log is clean cannot be told: " + e.getMessage() + ".");
    }
    return new VolumeState(label, unsettled);
  }

  private static @Nullable String label(FileRecord volume) throws IOException {
    byte[] name = volume.value(TYPE_VOLUME_NAME);
    boolean named = name != null && name.length >= 2;
    return named ? new String(name, StandardCharsets.UTF_16LE) : null;
  }

  /** A log that was erased after its last use, or whose last restart page says all is done. */
  private static boolean logIsClean(Mft mft) throws IOException {
    FileRecord record = FileRecord.read(mft, RECORD_LOG);
    Stream stream = record.stream(TYPE_DATA, Attribute.NO_NAME);
    if (stream == null || stream.size() < 2 * MAX_PAGE) {
      throw record.malformed("$LogFile is too short");
    }
    ByteSource log = stream.open(mft.volume(), mft.volume().pages(), "$LogFile");
    byte[] start = log.read(0, MIN_PAGE);
    if (LittleEndian.i32(start, 0) == -1) {
      return true;
    }
    int pageSize = LittleEndian.i32(start, RESTART_PAGE_SIZE);
    if (Integer.bitCount(pageSize) != 1 || pageSize < MIN_PAGE || pageSize > MAX_PAGE) {
      return false;
    }
    byte[] first = restartPage(log, 0, pageSize);
    byte[] second = restartPage(log, pageSize, pageSize);
    if (first == null) {
      return false;
    }
    return areaIsClean(second == null || lsn(second) <= lsn(first) ? first : second);
  }

  /** A page that is sound, or null. */
  private static byte @Nullable [] restartPage(ByteSource log, long at, int size)
      throws IOException {
    byte[] page = log.read(at, size);
    boolean sound =
        Fixups.apply(page, MAGIC_RSTR) == null
            && LittleEndian.u16(page, RESTART_AREA) <= MIN_PAGE - AREA_SIZE;
    return sound ? page : null;
  }

  private static long lsn(byte[] page) {
    return LittleEndian.i64(page, LittleEndian.u16(page, RESTART_AREA) + AREA_LSN);
  }

  private static boolean areaIsClean(byte[] page) {
    int area = LittleEndian.u16(page, RESTART_AREA);
    return LittleEndian.u16(page, area + AREA_CLIENT_IN_USE) == NO_CLIENT
        || (LittleEndian.u16(page, area + AREA_FLAGS) & CLEAN) != 0;
  }

  private static boolean isHibernated(Mft mft) throws IOException {
    DirectoryIndex root = new DirectoryIndex(FileRecord.read(mft, RECORD_ROOT));
    DirectoryIndex.Found found = root.find(HIBERNATION_FILE, UpCase.read(mft));
    if (found == null) {
      return false;
    }
    Stream stream = FileRecord.read(mft, found.record()).stream(TYPE_DATA, Attribute.NO_NAME);
    if (stream == null || stream.size() < HIBERNATION_HEADER) {
      return true;
    }
    ByteSource file = stream.open(mft.volume(), mft.volume().pages(), "hiberfil.sys");
    return (LittleEndian.i32(file.read(0, Integer.BYTES), 0) | LOWER_CASE) == HIBERNATED;
  }
}
