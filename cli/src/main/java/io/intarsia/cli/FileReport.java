package io.intarsia.cli;

import io.intarsia.formats.filesystem.FileType;
import io.intarsia.library.view.ListedFile;
import java.io.IOException;
import java.time.Instant;

/** A file inside an image. */
final class FileReport {
  private static final int SIZE_WIDTH = 10;
  private static final int ID_WIDTH = 6;
  private static final int SET_UID = 04000;
  private static final int SET_GID = 02000;
  private static final int STICKY = 01000;

  private FileReport() {}

  /** Puts the keys of a file into the object that was begun. */
  static JsonOutput json(JsonOutput json, ListedFile file) {
    json.putName("path", file.path())
        .put("type", file.type().label())
        .put("mode", octal(file.mode()))
        .put("uid", file.uid())
        .put("gid", file.gid())
        .put("size", file.size())
        .put("mtime", time(file))
        .put("sha256", file.sha256())
        .putName("target", file.target());
    if (isDevice(file)) {
      json.put("deviceMajor", file.deviceMajor()).put("deviceMinor", file.deviceMinor());
    }
    return json;
  }

  static void text(TextOutput text, ListedFile file) throws IOException {
    text.print(modeLetters(file)).print(" ");
    text.print(padded(Long.toString(file.uid()), ID_WIDTH)).print(" ");
    text.print(padded(Long.toString(file.gid()), ID_WIDTH)).print(" ");
    String size =
        isDevice(file) ? file.deviceMajor() + ", " + file.deviceMinor() : Sizes.text(file.size());
    text.print(padded(size, SIZE_WIDTH))
        .print("  ")
        .print(time(file))
        .print("  ")
        .name(file.path());
    if (file.target() != null) {
      text.print(" -> ").name(file.target());
    }
    text.line();
  }

  private static boolean isDevice(ListedFile file) {
    return file.type() == FileType.BLOCK_DEVICE || file.type() == FileType.CHARACTER_DEVICE;
  }

  private static String time(ListedFile file) {
    return Instant.ofEpochSecond(file.mtimeSeconds(), file.mtimeNanos()).toString();
  }

  /** {@code 0755}: four octal digits. */
  static String octal(int mode) {
    return ""
        + (char) ('0' + (mode >> 9 & 7))
        + (char) ('0' + (mode >> 6 & 7))
        + (char) ('0' + (mode >> 3 & 7))
        + (char) ('0' + (mode & 7));
  }

  private static String modeLetters(ListedFile file) {
    char type =
        switch (file.type()) {
          case FILE -> '-';
          case DIRECTORY -> 'd';
          case SYMLINK -> 'l';
          case CHARACTER_DEVICE -> 'c';
          case BLOCK_DEVICE -> 'b';
          case FIFO -> 'p';
          case SOCKET -> 's';
        };
    int mode = file.mode();
    return type
        + triplet(mode >> 6, (mode & SET_UID) != 0, 's')
        + triplet(mode >> 3, (mode & SET_GID) != 0, 's')
        + triplet(mode, (mode & STICKY) != 0, 't');
  }

  private static String triplet(int bits, boolean special, char letter) {
    boolean execute = (bits & 1) != 0;
    char last = special ? (execute ? letter : Character.toUpperCase(letter)) : execute ? 'x' : '-';
    return "" + ((bits & 4) != 0 ? 'r' : '-') + ((bits & 2) != 0 ? 'w' : '-') + last;
  }

  private static String padded(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }
}
