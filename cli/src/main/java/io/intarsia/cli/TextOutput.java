package io.intarsia.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A result for people. File names come out in the bytes in which they went in; only on a terminal
 * are characters escaped that would move its cursor.
 */
final class TextOutput implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 << 10;
  private static final int FIRST_PRINTABLE = 0x20;
  private static final int DELETE = 0x7f;
  private static final String HEX = "0123456789abcdef";

  private final OutputStream out;
  private final boolean terminal;

  TextOutput(OutputStream out, boolean terminal) {
    this.out = new BufferedOutputStream(out, BUFFER_BYTES);
    this.terminal = terminal;
  }

  TextOutput print(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  TextOutput name(byte[] name) throws IOException {
    if (!terminal) {
      out.write(name);
      return this;
    }
    for (byte b : name) {
      if ((b >= 0 && b < FIRST_PRINTABLE) || b == DELETE) {
        out.write('\\');
        out.write('x');
        out.write(HEX.charAt(b >> 4));
        out.write(HEX.charAt(b & 15));
      } else {
        out.write(b);
      }
    }
    return this;
  }

  TextOutput line() throws IOException {
    out.write('\n');
    return this;
  }

  TextOutput line(String text) throws IOException {
    return print(text).line();
  }

  /** A line {@code key: value} of a block whose keys are up to {@code width} long. */
  TextOutput pair(int width, String key, String value) throws IOException {
    return print(key).print(" ".repeat(Math.max(0, width - key.length()) + 1)).line(value);
  }

  /**
   * Rows in columns as wide as their widest cell.
   *
   * @param rows the first one is the heading; all have as many cells
   * @param rightAligned columns of numbers, one letter each: {@code r} or {@code l}
   */
  void table(List<String[]> rows, String rightAligned) throws IOException {
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < rightAligned.length(); column++) {
      int width = 0;
      for (String[] row : rows) {
        width = Math.max(width, row[column].length());
      }
      widths.add(width);
    }
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.length; column++) {
        String pad = " ".repeat(widths.get(column) - row[column].length());
        line.append(column == 0 ? "" : "  ");
        line.append(rightAligned.charAt(column) == 'r' ? pad + row[column] : row[column] + pad);
      }
      line(line.toString().stripTrailing());
    }
  }

  @Override
  public void close() throws IOException {
    out.flush();
  }
}
