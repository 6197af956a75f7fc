package io.intarsia.formats.image.vhdx;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the parent of a differencing image is, and how it is known: after a guid of the kind, u16
 * reserved and u16 number of entries, entries of u32 place of the key, u32 place of the value, u16
 * and u16 lengths; keys and values are UTF-16.
 *
 * @param name a path relative to the image where there is one
 * @param linkages data write ids that the parent may have, in lower case without braces
 */
record ParentLocator(String name, Set<String> linkages) {
  private static final int COUNT_OFFSET = 18;
  private static final int ENTRIES_OFFSET = 20;
  private static final int ENTRY_BYTES = 12;

  static ParentLocator parse(String where, byte[] bytes) throws IOException {
    if (!VhdxLayout.guid(bytes, 0).equals(VhdxLayout.VHDX_LOCATOR)) {
      throw new UnsupportedException(where, "the VHDX parent locator " + VhdxLayout.guid(bytes, 0));
    }
    String relative = null;
    String absolute = null;
    Set<String> linkages = new HashSet<>();
    int count = LittleEndian.u16(bytes, COUNT_OFFSET);
    for (int i = 0; i < count; i++) {
      int at = ENTRIES_OFFSET + i * ENTRY_BYTES;
      if (at + ENTRY_BYTES > bytes.length) {
        throw new MalformedException(where, "the VHDX parent locator is cut off");
      }
      String key = text(where, bytes, LittleEndian.u32(bytes, at), LittleEndian.u16(bytes, at + 8));
      String value =
          text(where, bytes, LittleEndian.u32(bytes, at + 4), LittleEndian.u16(bytes, at + 10));
      switch (key) {
        case "relative_path" -> relative = path(value);
        case "absolute_win32_path" -> absolute = path(value);
        case "parent_linkage", "parent_linkage2" ->
            linkages.add(value.replace("{", "").replace("}", "").toLowerCase(Locale.ROOT));
        default -> {}
      }
    }
    return new ParentLocator(name(where, relative, absolute), linkages);
  }

  private static String text(String where, byte[] bytes, long place, int length)
      throws MalformedException {
    if (!Ranges.fits(place, length, bytes.length)) {
      throw new MalformedException(where, "the VHDX parent locator is damaged");
    }
    return new String(bytes, (int) place, length, StandardCharsets.UTF_16LE);
  }

  /** As paths are written here. */
  private static String path(String value) {
    String path = value.replace('\\', '/');
    return path.startsWith("./") ? path.substring(2) : path;
  }

  private static String name(String where, @Nullable String relative, @Nullable String absolute)
      throws MalformedException {
    String name = relative == null ? absolute : relative;
    if (name == null) {
      throw new MalformedException(where, "it has a parent but does not name it");
    }
    return name;
  }
}
