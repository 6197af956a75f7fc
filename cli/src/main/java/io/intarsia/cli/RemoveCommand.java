package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.history.RemoveResult;
import io.intarsia.library.maintenance.GcResult;
import io.intarsia.library.reference.ImageReference;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code intarsia remove}. */
@Command(
    name = "remove",
    description = {
      "Removes a version, or all versions but the newest ones. "
          + "Space comes back with gc, which runs by itself where 'config gc.auto' says so; numbers"
          + " are never used again."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  intarsia remove debian@1", "  intarsia remove debian --keep-last 3 --dry-run"})
final class RemoveCommand extends LibraryCommand {
  @Parameters(
      paramLabel = "NAME[@V]",
      converter = Arguments.Image.class,
      description = "The image, and which version; else its default version.")
  private ImageReference image;

  @Option(
      names = "--keep-last",
      paramLabel = "N",
      description = "Remove all versions of NAME but the newest N and the default one.")
  private @Nullable Integer keepLast;

  @Option(names = "--dry-run", description = "Only say what would be removed.")
  private boolean dryRun;

  RemoveCommand(Intarsia program) {
    super(program);
  }

  @Override
  int run(Library library) throws IOException {
    RemoveResult result =
        keepLast == null
            ? library.remove(image, dryRun)
            : library.removeAllButLast(image.name(), keepLast, dryRun);
    GcResult gc = dryRun ? null : gcIfDue(library);
    if (program.json()) {
      try (JsonOutput json = json()) {
        json.object().put("image", result.image()).array("versions");
        for (int version : result.versions()) {
          json.add(version);
        }
        json.endArray().put("dryRun", result.dryRun());
        if (gc == null) {
          json.put("gc", (String) null);
        } else {
          json.object("gc");
          GcReport.json(json, gc);
          json.endObject();
        }
        json.endObject();
      }
    } else {
      try (TextOutput text = text()) {
        for (int version : result.versions()) {
          text.line((dryRun ? "would remove " : "removed ") + result.image() + "@" + version);
        }
        if (gc != null) {
          GcReport.text(text, gc);
        }
      }
    }
    return Invocation.DONE;
  }

  /** The versions are removed, whatever becomes of gc. */
  private @Nullable GcResult gcIfDue(Library library) {
    try {
      return library.gcIfDue(program.progress());
    } catch (IOException e) {
      program.note("removed, but gc, which gc.auto asks for, failed: " + e.getMessage());
      return null;
    }
  }

  @Override
  void check() {
    if (keepLast != null && image.version() != null) {
      throw program.wrongUsage("--keep-last takes a NAME without a version");
    }
    if (keepLast != null && keepLast < 1) {
      throw program.wrongUsage("--keep-last keeps 1 version or more");
    }
  }
}
