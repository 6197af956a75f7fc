package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.repair.RepairResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code intarsia repair}. */
final class RepairCommand extends LibraryCommand {
  private final Word<List<Path>> from =
      options(
          described(
                  "--from",
                  "STORE|FILE",
                  "Other stores, of any chunk size, and image files in any format, that may have what is lost.",
                  "They are only read. Where this store or the other one is encrypted, and neither is a copy of the other,",
                  "chunks are sought by their bytes: where the versions have them, then in all images of the other store, read in full.")
              .arity("1..*")
              .auxiliaryTypes(Path.class));
  private final Word<Path> fromKeyFile =
      option(
          "--from-key-file",
          "FILE",
          Path.class,
          "Holds the key of the encrypted stores to take from; else $INTARSIA_FROM_KEY_COMMAND"
              + " prints it, else the key of this store is tried, else it is asked for.");

  RepairCommand(Intarsia program) {
    super(
        program,
        "repair",
        "Reads all of the store, and restores what is damaged: from what is left of it, from other stores and from image files.",
        "The index, the catalog, the settings and the list of retired packs are made anew, header and keys are written again from their copies.",
        "Damaged and missing version records are written again from the catalog.",
        "What both copies of have lost, and records that the catalog has not, only a copy of this very store has, to be put back with cp.",
        "Exit status 3 while anything stays damaged; it is named then.");
    examples(
        "intarsia repair --from /backup/store",
        "intarsia repair --from debian.qcow2 old/debian.raw",
        "intarsia --key-file my.key repair --from /backup/store --from-key-file backup.key",
        "intarsia repair");
  }

  @Override
  int run(Library library) throws IOException {
    KeyInput fromKeys = KeyInput.ofSource(fromKeyFile.orNull(), program.streams(), program.keys());
    RepairResult result = library.repair(from.get(), fromKeys, program.progress());
    if (program.json()) {
      try (JsonOutput json = json()) {
        json(json, result);
      }
    } else {
      try (TextOutput text = text()) {
        text(text, result);
      }
    }
    return result.damaged().isEmpty() ? Invocation.DONE : Invocation.DAMAGE_FOUND;
  }

  private static void json(JsonOutput json, RepairResult result) {
    json.object()
        .put("damagedFiles", result.damagedFiles())
        .put("lost", result.lost())
        .put("restored", result.restored())
        .putSeconds("seconds", result.seconds())
        .put("reindexed", result.reindexed())
        .put("notes", result.notes())
        .array("damaged");
    result.damaged().forEach(damage -> DamageText.json(json, damage));
    json.endArray().put("damagedLeftOut", result.damagedLeftOut()).endObject();
  }

  private static void text(TextOutput text, RepairResult result) throws IOException {
    boolean damage = result.damagedFiles() > 0 || result.lost() > 0;
    if (!damage && result.notes().isEmpty() && result.damaged().isEmpty()) {
      text.line("nothing was damaged");
      return;
    }
    if (damage) {
      text.line(
          result.damagedFiles()
              + " files were damaged; "
              + result.lost()
              + " chunks were lost, "
              + result.restored()
              + " of them restored");
    }
    for (String note : result.notes()) {
      text.line(note);
    }
    if (!result.reindexed().isEmpty()) {
      text.line("made anew: the file trees of " + String.join(", ", result.reindexed()));
    }
    DamageText.text(text, result.damaged(), result.damagedLeftOut());
    text.line(
        result.damaged().isEmpty()
            ? "no damage is left; damaged packs stay until 'intarsia gc' removes them"
            : "the rest stays lost until a copy of it is found");
  }
}
