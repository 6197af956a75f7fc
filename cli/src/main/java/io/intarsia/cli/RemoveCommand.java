package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.history.RemoveResult;
import io.intarsia.library.maintenance.GcResult;
import io.intarsia.library.reference.ImageReference;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** {@code intarsia remove}. */
final class RemoveCommand extends LibraryCommand {
  private final Word<ImageReference> image = imageParameter();

  private final Word<Integer> keepLast =
      option(
          "--keep-last",
          "N",
          Arguments.number(1, "no number of versions to keep; 1 is the least"),
          "Remove all versions of NAME but the newest N and the default one.");
  private final Word<Boolean> dryRun = flag("--dry-run", "Only say what would be removed.");

  RemoveCommand(Intarsia program) {
    super(
        program,
        "remove",
        "Removes a version, or all versions but the newest ones. "
            + "Space comes back with gc, which runs by itself where 'config gc.auto' says so; numbers"
            + " are never used again.");
    examples("intarsia remove debian@1", "intarsia remove debian --keep-last 3 --dry-run");
  }

  @Override
  int run(Library library) throws IOException {
    RemoveResult result =
        keepLast.isAbsent()
            ? library.remove(image.get(), dryRun.get())
            : library.removeAllButLast(image.get().name(), keepLast.get(), dryRun.get());
    GcResult gc = dryRun.get() ? null : gcIfDue(library);
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
          text.line((dryRun.get() ? "would remove " : "removed ") + result.image() + "@" + version);
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
    if (!keepLast.isAbsent() && image.get().version() != null) {
      throw program.wrongUsage("--keep-last takes a NAME without a version");
    }
  }
}
