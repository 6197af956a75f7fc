package io.intarsia.interop;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a judge and we say of one file. Strings of names hold one character per byte.
 *
 * @param mode four octal digits
 * @param size in bytes of a file or link target, -1 of others
 * @param device {@code major:minor} in decimal of devices
 */
record Entry(
    String type,
    String mode,
    long uid,
    long gid,
    long size,
    Instant mtime,
    @Nullable String target,
    @Nullable String sha256,
    @Nullable String device) {

  private static final int LEGIBLE = 12;

  /** What {@code ls -R --json} says, by path. */
  static Map<String, Entry> ofListing(JsonNode listing) {
    TreeMap<String, Entry> entries = new TreeMap<>();
    for (JsonNode node : listing) {
      String type = node.get("type").stringValue();
      boolean sized = type.equals("file") || type.equals("symlink");
      Entry entry =
          new Entry(
              type,
              node.get("mode").stringValue(),
              node.get("uid").longValue(),
              node.get("gid").longValue(),
              sized ? node.get("size").longValue() : -1,
              Instant.parse(node.get("mtime").stringValue()),
              name(node, "target"),
              node.get("sha256").isNull() ? null : node.get("sha256").stringValue(),
              node.has("deviceMajor")
                  ? node.get("deviceMajor").longValue() + ":" + node.get("deviceMinor").longValue()
                  : null);
      String path = String.valueOf(name(node, "path"));
      if (entries.put(path, entry) != null) {
        throw new AssertionError("listed twice: " + path);
      }
    }
    return entries;
  }

  /** In what two listings differ, a line for each path, at most as many as one can read. */
  static List<String> differences(Map<String, Entry> listed, Map<String, Entry> expected) {
    TreeSet<String> paths = new TreeSet<>(listed.keySet());
    paths.addAll(expected.keySet());
    List<String> differences = new ArrayList<>();
    for (String path : paths) {
      if (!Objects.equals(listed.get(path), expected.get(path)) && differences.size() < LEGIBLE) {
        differences.add(path + ": " + listed.get(path) + ", the judge: " + expected.get(path));
      }
    }
    return differences;
  }

  private static @Nullable String name(JsonNode node, String key) {
    if (node.has(key + "Bytes")) {
      byte[] bytes = Base64.getDecoder().decode(node.get(key + "Bytes").stringValue());
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
    return node.get(key).isNull()
        ? null
        : new String(
            node.get(key).stringValue().getBytes(StandardCharsets.UTF_8),
            StandardCharsets.ISO_8859_1);
  }
}
