package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.store.crypt.KeyInfo;
import io.intarsia.store.crypt.ReencryptResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code intarsia key}. */
final class KeyCommand extends LibraryCommand {
  private final Word<What> what = parameter("list|add|remove|rotate", What.class, "What to do.");
  private final Word<Integer> id =
      optionalParameter(
          "ID",
          Arguments.number(0, "no ID of a key; 'intarsia key list' numbers them"),
          "Which key to remove, as 'key list' numbers them.");
  private final Word<Path> newKeyFile =
      option(
          "--new-key-file",
          "FILE",
          Path.class,
          "Holds the key to add: a passphrase, or 32 random bytes or more. Else it is asked for.");
  private final Word<Boolean> reencrypt =
      flag(
          "--reencrypt",
          "After making a new data key, rewrite all that is stored under it; run again, it goes on"
              + " where it was interrupted.");

  /** The words. */
  enum What {
    list,
    add,
    remove,
    rotate
  }

  KeyCommand(Intarsia program) {
    super(
        program,
        "key",
        "Lists and changes the keys of an encrypted store. Any one of them opens it.",
        "'add' lets another passphrase or key file in, 'remove' takes one away; no data is rewritten."
            + " Who has had a key and a copy of the store can still read what was stored until then:"
            + " after 'rotate' not what is stored from then on, with --reencrypt nothing of the store"
            + " as it is then.");
    examples(
        "head -c 32 /dev/urandom >backup.key",
        "intarsia --key-file my.key key add --new-key-file backup.key",
        "intarsia --key-file my.key key list",
        "intarsia --key-file my.key key remove 1",
        "intarsia --key-file backup.key key rotate --reencrypt");
  }

  @Override
  void check() {
    if (id.isAbsent() == (what.get() == What.remove)) {
      throw program.wrongUsage(
          what.get() == What.remove ? "say which key: its ID" : "only 'remove' takes an ID");
    }
    if (!newKeyFile.isAbsent() && what.get() != What.add) {
      throw program.wrongUsage("--new-key-file goes with 'add'");
    }
    if (reencrypt.get() && what.get() != What.rotate) {
      throw program.wrongUsage("--reencrypt goes with 'rotate'");
    }
  }

  @Override
  int run(Library library) throws IOException {
    return switch (what.get()) {
      case list -> list(library.keys());
      case add -> say("added key", "id", library.addKey(KeyInput.another(newKeyFile.orNull())));
      case remove -> {
        int gone = id.get();
        library.removeKey(gone);
        yield say("removed key", "removed", gone);
      }
      case rotate -> rotate(library);
    };
  }

  private int list(List<KeyInfo> keys) throws IOException {
    if (program.json()) {
      try (JsonOutput json = json()) {
        json.array();
        for (KeyInfo key : keys) {
          json.object()
              .put("id", key.id())
              .put("kind", key.kind())
              .put("created", key.created().toString())
              .put("inUse", key.isOpening())
              .endObject();
        }
        json.endArray();
      }
    } else {
      try (TextOutput text = text()) {
        for (KeyInfo key : keys) {
          String mark = key.isOpening() ? "  (used now)" : "";
          text.line(key.id() + "  " + key.kind() + "  " + key.created() + mark);
        }
      }
    }
    return Invocation.DONE;
  }

  private int say(String words, String jsonKey, int number) throws IOException {
    if (program.json()) {
      try (JsonOutput json = json()) {
        json.object().put(jsonKey, number).endObject();
      }
    } else {
      try (TextOutput text = text()) {
        text.line(words + " " + number);
      }
    }
    return Invocation.DONE;
  }

  private int rotate(Library library) throws IOException {
    int epoch = library.rotateKey();
    ReencryptResult done =
        reencrypt.get() ? library.reencrypt() : new ReencryptResult(0, List.of());
    if (program.json()) {
      try (JsonOutput json = json()) {
        json.object().put("dataKey", epoch).put("reencryptedBytes", done.bytes());
        json.array("damaged");
        for (String file : done.damaged()) {
          json.add(file);
        }
        json.endArray().endObject();
      }
    } else {
      try (TextOutput text = text()) {
        text.line("what is stored from now on is under data key " + epoch);
        if (reencrypt.get()) {
          text.line("rewrote " + Sizes.text(done.bytes()));
        }
        for (String file : done.damaged()) {
          text.line(file + " is damaged and stays under its old key");
        }
      }
    }
    return done.damaged().isEmpty() ? Invocation.DONE : Invocation.DAMAGE_FOUND;
  }
}
