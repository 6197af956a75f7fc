package io.intarsia.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/** Tells a full disk from other reasons for which a database cannot be used. */
final class FullDisk {
  /** More than SQLite wants at a time. */
  private static final long ROOM_BYTES = 64 << 10;

  private FullDisk() {}

  /**
   * Whether want of room is the reason of an error. SQLite says so of the file and its log, but not
   * of the index of the log, which it also cannot do without.
   *
   * @param file of the database
   * @param code the primary code of the error
   */
  static boolean isReason(String file, int code) {
    return code == SQLiteErrorCode.SQLITE_FULL.code
        || ((code == SQLiteErrorCode.SQLITE_IOERR.code
                || code == SQLiteErrorCode.SQLITE_CANTOPEN.code)
            && isFull(Path.of(file).getParent()));
  }

  private static boolean isFull(@Nullable Path folder) {
    try {
      return folder != null && Files.getFileStore(folder).getUsableSpace() < ROOM_BYTES;
    } catch (IOException e) {
      return false; // then the error itself is what is known
    }
  }
}
