package io.intarsia.cli;

import io.intarsia.library.compare.Comparison;
import io.intarsia.library.compare.Comparison.Modified;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What differs between two versions. */
final class ComparisonReport {
  private ComparisonReport() {}

  static void json(JsonOutput json, Comparison comparison) {
    json.object();
    paths(json, "added", comparison.added());
    paths(json, "removed", comparison.removed());
    json.array("modified");
    for (Modified each : comparison.modified()) {
      json.object().putName("path", each.path()).put("changed", each.changed()).endObject();
    }
    json.endArray().endObject();
  }

  /** Paths as strings, and under {@code <key>Bytes} those that are no UTF-8 with their bytes. */
  private static void paths(JsonOutput json, String key, List<byte[]> paths) {
    boolean allUtf8 = true;
    json.array(key);
    for (byte[] path : paths) {
      json.add(new String(path, StandardCharsets.UTF_8));
      allUtf8 &= JsonOutput.isUtf8(path);
    }
    json.endArray();
    if (allUtf8) {
      return;
    }
    json.array(key + "Bytes");
    for (byte[] path : paths) {
      if (!JsonOutput.isUtf8(path)) {
        json.object().putName("path", path).endObject();
      }
    }
    json.endArray();
  }

  static void text(TextOutput text, Comparison comparison) throws IOException {
    for (byte[] path : comparison.removed()) {
      text.print("- ").name(path).line();
    }
    for (byte[] path : comparison.added()) {
      text.print("+ ").name(path).line();
    }
    for (Modified each : comparison.modified()) {
      text.print("~ ").name(each.path()).line("  (" + String.join(", ", each.changed()) + ")");
    }
    text.line(
        comparison.added().size()
            + " added, "
            + comparison.removed().size()
            + " removed, "
            + comparison.modified().size()
            + " modified");
  }
}
