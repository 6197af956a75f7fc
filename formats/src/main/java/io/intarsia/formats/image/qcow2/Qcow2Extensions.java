package io.intarsia.formats.image.qcow2;

import io.intarsia.bytes.BigEndian;
import io.intarsia.formats.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the header extensions say.
 *
 * @param backingFormat format of the backing file, null when not stated
 * @param dataFile name of the external data file, null when not stated
 * @param bitmaps number of persistent bitmaps
 * @param featureNames the feature name table as stored, may be empty
 */
record Qcow2Extensions(
    @Nullable String backingFormat, @Nullable String dataFile, long bitmaps, byte[] featureNames) {

  private static final int EXTENSION_HEADER_BYTES = 8;

  /**
   * @param head the first cluster, or what the file has of it
   * @param start end of the header
   * @param end where the extensions end at the latest
   */
  static Qcow2Extensions parse(String where, byte[] head, int start, int end)
      throws MalformedException {
    String backingFormat = null;
    String dataFile = null;
    long bitmaps = 0;
    byte[] featureNames = {};
    int at = start;
    while (at <= end - EXTENSION_HEADER_BYTES) {
      int type = BigEndian.i32(head, at);
      long length = BigEndian.u32(head, at + 4);
      at += EXTENSION_HEADER_BYTES;
      if (type == Qcow2Layout.EXTENSION_END) {
        break;
      }
      if (length > end - at) {
        throw new MalformedException(where, "a header extension is longer than the header");
      }
      int bytes = (int) length;
      switch (type) {
        case Qcow2Layout.EXTENSION_BACKING_FORMAT -> backingFormat = text(head, at, bytes);
        case Qcow2Layout.EXTENSION_DATA_FILE -> dataFile = text(head, at, bytes);
        case Qcow2Layout.EXTENSION_BITMAPS -> bitmaps = bytes < 4 ? 0 : BigEndian.u32(head, at);
        case Qcow2Layout.EXTENSION_FEATURE_NAMES ->
            featureNames = Arrays.copyOfRange(head, at, at + bytes);
        default -> {
          // An extension that is not known may be ignored.
        }
      }
      at += (bytes + 7) & ~7;
    }
    return new Qcow2Extensions(backingFormat, dataFile, bitmaps, featureNames);
  }

  /** An incompatible feature's name from the table, or its bit number. */
  String nameOfIncompatible(int bit) {
    int size = Qcow2Layout.FEATURE_NAME_ENTRY_BYTES;
    for (int at = 0; at <= featureNames.length - size; at += size) {
      if (featureNames[at] == 0 && featureNames[at + 1] == bit) {
        int end = at + 2;
        while (end < at + size && featureNames[end] != 0) {
          end++;
        }
        return "'" + text(featureNames, at + 2, end - at - 2) + "'";
      }
    }
    return "number " + bit;
  }

  static String text(byte[] bytes, int offset, int length) {
    return new String(bytes, offset, length, StandardCharsets.UTF_8);
  }
}
