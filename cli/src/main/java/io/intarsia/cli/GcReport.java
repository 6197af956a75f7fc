package io.intarsia.cli;

import io.intarsia.library.maintenance.GcResult;
import java.io.IOException;

/** What gc did, for people and as JSON. */
final class GcReport {
  private GcReport() {}

  /** Into an object that is begun. */
  static void json(JsonOutput json, GcResult result) {
    json.put("freedBytes", result.freedBytes())
        .put("waitingBytes", result.waitingBytes())
        .put("rewrittenPacks", result.rewrittenPacks())
        .put("dryRun", result.dryRun());
  }

  static void text(TextOutput text, GcResult result) throws IOException {
    long freed = result.freedBytes();
    if (freed < 0) {
      text.line((result.dryRun() ? "would take " : "took ") + Sizes.text(-freed) + " for now");
    } else {
      text.line((result.dryRun() ? "would free " : "freed ") + Sizes.text(freed));
    }
    if (result.waitingBytes() > 0) {
      text.line(Sizes.text(result.waitingBytes()) + " wait for processes that may still use them");
    }
  }
}
