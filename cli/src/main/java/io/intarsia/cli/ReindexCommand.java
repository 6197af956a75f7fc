package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.checkin.CheckInResult;
import io.intarsia.library.history.ImageSummary;
import io.intarsia.library.history.VersionSummary;
import io.intarsia.library.reference.ImageReference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code intarsia reindex}. */
@Command(
    name = "reindex",
    description = {
      "Looks again, with the readers of this Intarsia, at versions stored before a reader existed.",
      "The disk stays the same; it is better understood and shares more."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  intarsia reindex debian@1", "  intarsia reindex --all"})
final class ReindexCommand extends LibraryCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "NAME[@V]",
      converter = Arguments.Image.class,
      description = "The image, and which version; else its default version.")
  private @Nullable ImageReference image;

  @Option(names = "--all", description = "All versions of all images.")
  private boolean all;

  ReindexCommand(Intarsia program) {
    super(program);
  }

  @Override
  void check() {
    if (all == (image != null)) {
      throw program.wrongUsage("name a version, or say --all");
    }
  }

  @Override
  int run(Library library) throws IOException {
    List<CheckInResult> results = new ArrayList<>();
    for (ImageReference each : image == null ? everyVersion(library) : List.of(image)) {
      results.add(library.reindex(each, program.progress()));
    }
    if (program.json()) {
      try (JsonOutput json = json()) {
        json.array();
        for (CheckInResult result : results) {
          CheckInReport.json(json, result);
        }
        json.endArray();
      }
    } else {
      try (TextOutput text = text()) {
        for (CheckInResult result : results) {
          CheckInReport.text(text, result);
        }
      }
    }
    return Invocation.DONE;
  }

  private static List<ImageReference> everyVersion(Library library) throws IOException {
    List<ImageReference> versions = new ArrayList<>();
    for (ImageSummary each : library.list()) {
      for (VersionSummary version : library.versions(each.name())) {
        versions.add(new ImageReference(version.image(), version.version()));
      }
    }
    return versions;
  }
}
