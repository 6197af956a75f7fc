package io.intarsia.formats.image.vmdk;

import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text that describes a VMDK disk: {@code key=value} lines and one line for each extent, such
 * as {@code RW 4192256 FLAT "disk-flat.vmdk" 0}.
 *
 * @param contentId changes when the disk is written; {@link #NO_PARENT} when it is not stated
 * @param parentContentId that of the parent when this image was made of it
 * @param parentName as the image states it
 * @param tracked whether a file with changed blocks belongs to the disk
 */
record VmdkDescriptor(
    long contentId,
    long parentContentId,
    @Nullable String parentName,
    List<Extent> extents,
    boolean tracked) {
  static final long NO_PARENT = 0xFFFFFFFFL;
  private static final int MAX_EXTENTS = 4096;
  private static final Pattern EXTENT =
      Pattern.compile(
          "(RW|RDONLY|NOACCESS)\\s+(\\d{1,18})\\s+(\\w+)(?:\\s+\"([^\"]*)\"(?:\\s+(\\d{1,18}))?)?.*");

  /**
   * A part of the disk.
   *
   * @param type {@code FLAT}, {@code SPARSE}, {@code ZERO}, {@code VMFS} ...
   * @param name of its file; empty for none
   * @param place first sector in the file
   */
  record Extent(String access, long sectors, String type, String name, long place) {}

  /**
   * Parses a descriptor.
   *
   * @param bytes up to the first that is 0
   */
  static VmdkDescriptor parse(String where, byte[] bytes) throws IOException {
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    long contentId = NO_PARENT;
    long parentContentId = NO_PARENT;
    String parentName = null;
    boolean tracked = false;
    List<Extent> extents = new ArrayList<>();
    for (String raw : new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList()) {
      String line = raw.strip();
      Matcher extent = EXTENT.matcher(line);
      if (extent.matches()) {
        extents.add(extent(where, extent));
        continue;
      }
      int equals = line.indexOf('=');
      if (line.startsWith("#") || equals < 0) {
        continue;
      }
      String value = unquoted(line.substring(equals + 1).strip());
      switch (line.substring(0, equals).strip().toLowerCase(Locale.ROOT)) {
        case "cid" -> contentId = contentId(where, value);
        case "parentcid" -> parentContentId = contentId(where, value);
        case "parentfilenamehint" -> parentName = value;
        case "changetrackpath" -> tracked = true;
        case "encryption.keysafe" -> throw new UnsupportedException(where, "VMDK encryption");
        default -> {}
      }
    }
    if (extents.size() > MAX_EXTENTS) {
      throw new UnsupportedException(where, "a VMDK disk of " + extents.size() + " extents");
    }
    return new VmdkDescriptor(contentId, parentContentId, parentName, extents, tracked);
  }

  private static Extent extent(String where, Matcher line) throws IOException {
    String name = line.group(4);
    String place = line.group(5);
    Extent extent =
        new Extent(
            line.group(1),
            Long.parseLong(line.group(2)),
            line.group(3),
            name == null ? "" : name,
            place == null ? 0 : Long.parseLong(place));
    if (extent.sectors == 0
        || extent.sectors > VmdkLayout.MAX_SECTORS
        || extent.place > VmdkLayout.MAX_SECTORS) {
      throw new MalformedException(where, "an impossible VMDK extent: " + line.group());
    }
    return extent;
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  private static long contentId(String where, String hex) throws MalformedException {
    try {
      return Long.parseLong(hex, 16) & 0xFFFFFFFFL;
    } catch (NumberFormatException e) {
      throw new MalformedException(where, "a VMDK content id that is no number: " + hex);
    }
  }

  boolean hasParent() {
    return parentContentId != NO_PARENT;
  }
}
