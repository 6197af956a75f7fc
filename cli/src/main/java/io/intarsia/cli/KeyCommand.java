package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.store.crypt.KeyInfo;
import io.intarsia.store.crypt.ReencryptResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code intarsia key}. */
@Command(
    name = "key",
    description = {
      "Lists and changes the keys of an encrypted store. Any one of them opens it.",
      "'add' lets another passphrase or key file in, 'remove' takes one away; no data is rewritten."
          + " Who has had a key and a copy of the store can still read what was stored until then:"
          + " after 'rotate' not what is stored from then on, with --reencrypt nothing of the store"
          + " as it is then."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  head -c 32 /dev/urandom >backup.key",
      "  intarsia --key-file my.key key add --new-key-file backup.key",
      "  intarsia --key-file my.key key list",
      "  intarsia --key-file my.key key remove 1",
      "  intarsia --key-file backup.key key rotate --reencrypt"
    })
final class KeyCommand extends LibraryCommand {
  @Parameters(index = "0", paramLabel = "list|add|remove|rotate", description = "What to do.")
  private What what;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ID",
      description = "Which key to remove, as 'key list' numbers them.")
  private @Nullable Integer id;

  @Option(
      names = "--new-key-file",
      paramLabel = "FILE",
      description =
          "Holds the key to add: a passphrase, or 32 random bytes or more. Else it is asked for.")
  private @Nullable Path newKeyFile;

  @Option(
      names = "--reencrypt",
      description =
          "After making a new data key, rewrite all that is stored under it; run again, it goes on"
              + " where it was interrupted.")
  private boolean reencrypt;

  /** The words. */
  enum What {
    list,
    add,
    remove,
    rotate
  }

  KeyCommand(Intarsia program) {
    super(program);
  }

  @Override
  void check() {
    if ((id != null) != (what == What.remove)) {
      throw program.wrongUsage(
          what == What.remove ? "say which key: its ID" : "only 'remove' takes an ID");
    }
    if (newKeyFile != null && what != What.add) {
      throw program.wrongUsage("--new-key-file goes with 'add'");
    }
    if (reencrypt && what != What.rotate) {
      throw program.wrongUsage("--reencrypt goes with 'rotate'");
    }
  }

  @Override
  int run(Library library) throws IOException {
    return switch (what) {
      case list -> list(library.keys());
      case add -> say("added key", "id", library.addKey(KeyInput.another(newKeyFile)));
      case remove -> {
        int gone = id == null ? 0 : id;
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
    ReencryptResult done = reencrypt ? library.reencrypt() : new ReencryptResult(0, List.of());
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
        if (reencrypt) {
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
