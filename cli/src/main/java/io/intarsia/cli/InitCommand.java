package io.intarsia.cli;

import io.intarsia.library.Libraries;
import io.intarsia.library.Library;
import io.intarsia.store.StoreOptions;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** {@code intarsia init}. */
final class InitCommand extends LibraryCommand {
  private final Word<Integer> chunkSize =
      option(
          described(
                  "--chunk-size",
                  "SIZE",
                  "Up to how many bytes a piece has: 4KiB to 4MiB (default: ${DEFAULT-VALUE}).")
              .converters(Sizes::parse)
              .defaultValue("64KiB"));
  private final Word<Boolean> encrypt =
      flag(
          "--encrypt",
          "Encrypt all that is stored. The key comes as that of every encrypted store does; a"
              + " recovery key is shown, once, which opens the store too.");

  private @Nullable String recoveryKey;

  private final Word<Integer> frameSize =
      option(
          "--frame-size",
          "SIZE",
          Sizes::parse,
          "How many bytes are compressed together: a chunk to 8MiB (default: 2MiB).");
  private final Word<Integer> compressionLevel =
      option(
          "--compression-level",
          "LEVEL",
          Arguments.number(1, "no compression level; it is a number from 1 to 19"),
          "zstd's, 1 to 19 (default: 2). 'intarsia config' changes it later.");

  InitCommand(Intarsia program) {
    super(
        program,
        "init",
        "Creates a store, readable by its owner alone.",
        "Needed for other sizes of chunks and other places than the default store, which the first"
            + " check-in creates.");
    examples(
        "intarsia init",
        "intarsia --store /srv/images init --chunk-size 32KiB",
        "intarsia --store /srv/secret --key-file my.key init --encrypt");
  }

  @Override
  Library open() throws IOException {
    if (encrypt.get()) {
      Libraries.Encrypted created =
          Libraries.createEncrypted(
              program.storeDirectory(), options(), program.keys().newSecret());
      recoveryKey = created.recoveryKey();
      return created.library();
    }
    program.refuseKey();
    return Libraries.create(program.storeDirectory(), options());
  }

  private StoreOptions options() {
    try {
      StoreOptions base = StoreOptions.ofChunkSize(chunkSize.get());
      return new StoreOptions(
          chunkSize.get(),
          frameSize.orElse(base.frameSize()),
          base.packSize(),
          compressionLevel.orElse(base.compressionLevel()));
    } catch (IllegalArgumentException e) {
      throw program.wrongUsage(String.valueOf(e.getMessage()));
    }
  }

  @Override
  int run(Library library) throws IOException {
    if (program.json()) {
      try (JsonOutput json = json()) {
        json.object()
            .put("store", library.directory().toString())
            .put("chunkSize", library.chunkSize())
            .put("encrypted", encrypt.get());
        if (recoveryKey != null) {
          json.put("recoveryKey", recoveryKey);
        }
        json.endObject();
      }
    } else {
      try (TextOutput text = text()) {
        text.line("created " + library.directory());
        if (recoveryKey != null) {
          text.line("recovery key, shown only now; whoever has it opens the store:");
          text.line("  " + recoveryKey);
        }
      }
    }
    return Invocation.DONE;
  }
}
