package io.intarsia.cli;

import io.intarsia.library.checkin.CheckInResult;
import io.intarsia.library.checkin.Understood;
import java.io.IOException;

/** What a check-in did. */
final class CheckInReport {
  private static final int WIDTH = 9;

  private CheckInReport() {}

  static void json(JsonOutput json, CheckInResult result) {
    json.object()
        .put("image", result.image())
        .put("version", result.version())
        .put("id", result.id())
        .put("virtualBytes", result.virtualBytes())
        .put("dataBytes", result.dataBytes())
        .put("newBytes", result.newBytes())
        .put("newFileBytes", result.newFileBytes())
        .put("newSkeletonBytes", result.newSkeletonBytes())
        .put("matchedBlocks", result.blocks().matched())
        .put("loadedFrames", result.blocks().loadedFrames())
        .put("metadataBytes", result.metadataBytes())
        .put("storedBytes", result.storedBytes())
        .put("droppedBytes", result.droppedBytes());
    ShowReport.json(json, result.dropped());
    json.putSeconds("seconds", result.seconds()).array("understood");
    for (Understood each : result.understood()) {
      json.object()
          .put("disk", each.disk())
          .put("partition", each.partition())
          .put("place", each.place())
          .put("filesystem", each.filesystem())
          .put("files", each.files())
          .put("problem", each.problem())
          .endObject();
    }
    json.endArray().put("leftOut", result.leftOut()).put("notes", result.notes()).endObject();
  }

  static void text(TextOutput text, CheckInResult result) throws IOException {
    text.line(result.image() + "@" + result.version());
    text.pair(
        WIDTH,
        "  disk",
        Sizes.text(result.virtualBytes()) + ", " + Sizes.text(result.dataBytes()) + " of data");
    text.pair(
        WIDTH,
        "  new",
        Sizes.text(result.newBytes())
            + " (files "
            + Sizes.text(result.newFileBytes())
            + ", other blocks "
            + Sizes.text(result.newSkeletonBytes())
            + ")");
    text.pair(
        WIDTH,
        "  stored",
        Sizes.text(result.storedBytes()) + " in " + Durations.text(result.seconds()));
    if (result.droppedBytes() > 0) {
      text.pair(WIDTH, "  dropped", Sizes.text(result.droppedBytes()));
    }
    for (Understood each : result.understood()) {
      String what =
          each.filesystem() == null ? "blocks" : each.filesystem() + ", " + each.files() + " files";
      text.pair(
          WIDTH, "  " + each.place(), what + (each.problem() == null ? "" : "; " + each.problem()));
    }
    for (String leftOut : result.leftOut()) {
      text.pair(WIDTH, "  left out", leftOut);
    }
  }
}
