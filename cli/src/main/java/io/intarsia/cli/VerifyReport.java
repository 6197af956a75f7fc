package io.intarsia.cli;

import io.intarsia.library.maintenance.VerifyResult;
import io.intarsia.library.maintenance.VerifyResult.Damage;
import java.io.IOException;

/** What verify found. */
final class VerifyReport {
  private VerifyReport() {}

  static void json(JsonOutput json, VerifyResult result) {
    json.object()
        .put("checkedChunks", result.checkedChunks())
        .put("checkedBytes", result.checkedBytes())
        .array("damaged");
    for (Damage damage : result.damaged()) {
      json.object()
          .put("file", damage.file())
          .put("what", damage.what())
          .put("versions", damage.versions())
          .endObject();
    }
    json.endArray().endObject();
  }

  static void text(TextOutput text, VerifyResult result) throws IOException {
    text.line(
        "checked " + result.checkedChunks() + " chunks, " + Sizes.text(result.checkedBytes()));
    for (Damage damage : result.damaged()) {
      text.line("damaged: " + damage.file() + ": " + damage.what());
      if (!damage.versions().isEmpty()) {
        text.line("  touches " + String.join(", ", damage.versions()));
      }
    }
    text.line(result.damaged().isEmpty() ? "no damage" : result.damaged().size() + " damaged");
  }
}
