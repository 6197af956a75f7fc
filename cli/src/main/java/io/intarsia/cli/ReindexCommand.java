package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.checkin.CheckInResult;
import io.intarsia.library.error.NoSuchVersionException;
import io.intarsia.library.history.ImageSummary;
import io.intarsia.library.history.VersionSummary;
import io.intarsia.library.reference.ImageReference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code intarsia reindex}. */
final class ReindexCommand extends LibraryCommand {
  private final Word<ImageReference> image =
      optionalParameter(
          "NAME[@V]", Arguments::image, "The image, and which version; else its default version.");

  private final Word<Boolean> all = flag("--all", "All versions of all images.");

  ReindexCommand(Intarsia program) {
    super(
        program,
        "reindex",
        "Looks again, with the readers of this Intarsia, at versions stored before a reader existed.",
        "The disk stays the same; it is better understood and shares more.");
    examples("intarsia reindex debian@1", "intarsia reindex --all");
  }

  @Override
  void check() {
    if (all.get() != image.isAbsent()) {
      throw program.wrongUsage("name a version, or say --all");
    }
  }

  @Override
  int run(Library library) throws IOException {
    List<CheckInResult> results =
        image.isAbsent()
            ? reindexAll(library, everyVersion(library))
            : List.of(library.reindex(image.get(), program.progress()));
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

  /** Leaves out what somebody removes meanwhile. */
  List<CheckInResult> reindexAll(Library library, List<ImageReference> versions)
      throws IOException {
    List<CheckInResult> results = new ArrayList<>();
    for (ImageReference each : versions) {
      try {
        results.add(library.reindex(each, program.progress()));
      } catch (NoSuchVersionException e) {
        program.note(each.name() + "@" + each.version() + " was removed meanwhile: left out");
      }
    }
    return results;
  }

  private List<ImageReference> everyVersion(Library library) throws IOException {
    List<ImageReference> versions = new ArrayList<>();
    for (ImageSummary each : library.list()) {
      try {
        for (VersionSummary version : library.versions(each.name())) {
          versions.add(new ImageReference(version.image(), version.version()));
        }
      } catch (NoSuchVersionException e) {
        program.note(each.name() + " was removed meanwhile: left out");
      }
    }
    return versions;
  }
}
