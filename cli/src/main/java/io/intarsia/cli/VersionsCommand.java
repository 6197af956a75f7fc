package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.history.VersionSummary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** {@code intarsia versions}. */
final class VersionsCommand extends LibraryCommand {
  private final Word<String> name = nameParameter();

  VersionsCommand(Intarsia program) {
    super(
        program,
        "versions",
        "Lists the versions of an image, the oldest first; * is the default one.");
    examples("intarsia versions debian");
  }

  @Override
  int run(Library library) throws IOException {
    List<VersionSummary> versions = library.versions(name.get());
    if (program.json()) {
      try (JsonOutput json = json()) {
        json.array();
        for (VersionSummary version : versions) {
          json.object();
          VersionJson.put(json, version);
          json.endObject();
        }
        json.endArray();
      }
      return Invocation.DONE;
    }
    List<String[]> rows = new ArrayList<>();
    rows.add(
        new String[] {
          "VERSION", "CREATED", "SIZE", "DATA", "NEW", "STORED", "DERIVED FROM", "MESSAGE"
        });
    for (VersionSummary version : versions) {
      rows.add(
          new String[] {
            version.version() + (version.isDefault() ? "*" : " "),
            version.created(),
            Sizes.text(version.virtualBytes()),
            Sizes.text(version.dataBytes()),
            Sizes.text(version.newBytes()),
            Sizes.text(version.storedBytes()),
            Objects.requireNonNullElse(version.derivedFrom(), ""),
            remark(version)
          });
    }
    try (TextOutput text = text()) {
      text.table(rows, "rlrrrrll");
    }
    return Invocation.DONE;
  }

  /** The message, and before it that the version is damaged. */
  private static String remark(VersionSummary version) {
    String message = Objects.requireNonNullElse(version.message(), "");
    return version.lost() == 0 ? message : "(damaged) " + message;
  }
}
