package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.history.VersionSummary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code intarsia versions}. */
@Command(
    name = "versions",
    description = {"Lists the versions of an image, the oldest first; * is the default one."},
    footerHeading = "%nExamples:%n",
    footer = {"  intarsia versions debian"})
final class VersionsCommand extends LibraryCommand {
  @Parameters(
      paramLabel = "NAME",
      converter = Arguments.Name.class,
      description = "The image's name.")
  private String name;

  VersionsCommand(Intarsia program) {
    super(program);
  }

  @Override
  int run(Library library) throws IOException {
    List<VersionSummary> versions = library.versions(name);
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
