package io.intarsia.cli;

import io.intarsia.library.history.VersionSummary;

/** The keys of a version. */
final class VersionJson {
  private VersionJson() {}

  static void put(JsonOutput json, VersionSummary version) {
    json.put("image", version.image())
        .put("version", version.version())
        .put("id", version.id())
        .put("created", version.created())
        .put("derivedFrom", version.derivedFrom())
        .put("message", version.message())
        .put("virtualBytes", version.virtualBytes())
        .put("dataBytes", version.dataBytes())
        .put("newBytes", version.newBytes())
        .put("storedBytes", version.storedBytes())
        .put("default", version.isDefault())
        .put("lost", version.lost());
  }
}
