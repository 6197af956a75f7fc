package io.intarsia.cli;

import io.intarsia.library.maintenance.VerifyResult.Damage;
import io.intarsia.library.maintenance.VerifyResult.Touch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Damaged things, for programs and for people. */
final class DamageText {
  private static final int MAX_LINES = 20;

  private DamageText() {}

  static void json(JsonOutput json, Damage damage) {
    json.object()
        .put("file", damage.file())
        .put("what", damage.what())
        .put("kind", damage.kind().label())
        .put("pack", damage.pack())
        .put("fingerprint", damage.fingerprint())
        .put("versions", damage.versions())
        .array("touches");
    for (Touch touch : damage.touches()) {
      json.object()
          .put("image", touch.image())
          .put("version", touch.version())
          .put("partition", touch.partition())
          .putName("path", touch.path())
          .putOptional("offset", touch.offset())
          .endObject();
    }
    json.endArray().put("touchesLeftOut", damage.touchesLeftOut()).endObject();
  }

  /** By file of the store: what is wrong, and what of the versions cannot be read. */
  static void text(TextOutput text, List<Damage> damaged, long leftOut) throws IOException {
    Map<String, List<Damage>> byFile = new LinkedHashMap<>();
    for (Damage damage : damaged) {
      String line = damage.file() + ": " + damage.what();
      byFile.computeIfAbsent(line, _ -> new ArrayList<>()).add(damage);
    }
    for (Map.Entry<String, List<Damage>> file : byFile.entrySet()) {
      text.line("damaged: " + file.getKey());
      touched(text, file.getValue());
    }
    if (leftOut > 0) {
      text.line("and " + leftOut + " more chunks");
    }
  }

  private static void touched(TextOutput text, List<Damage> damages) throws IOException {
    TreeSet<String> versions = new TreeSet<>();
    int lost = 0;
    for (Damage damage : damages) {
      versions.addAll(damage.versions());
      lost += damage.fingerprint() == null ? 0 : 1;
    }
    if (!versions.isEmpty()) {
      text.line(
          "  " + (lost == 0 ? "" : lost + " lost; ") + "touches " + String.join(", ", versions));
    }
    places(text, damages);
  }

  private static void places(TextOutput text, List<Damage> damages) throws IOException {
    int lines = 0;
    long more = 0;
    for (Damage damage : damages) {
      more += damage.touchesLeftOut();
      for (Touch touch : damage.touches()) {
        if (lines < MAX_LINES) {
          place(text, touch);
          lines++;
        } else {
          more++;
        }
      }
    }
    if (more > 0) {
      text.line("    and " + more + " more places");
    }
  }

  private static void place(TextOutput text, Touch touch) throws IOException {
    text.print("    " + touch.image() + "@" + touch.version() + ":");
    if (touch.partition() != null) {
      text.print(touch.partition() + ":");
    }
    byte[] path = touch.path();
    if (path != null) {
      text.name(path).line();
    } else {
      text.line(touch.offset() == null ? " metadata" : " byte " + touch.offset() + " of the disk");
    }
  }
}
