package io.intarsia.cli;

import io.intarsia.library.Libraries;
import io.intarsia.library.Library;
import io.intarsia.store.StoreOptions;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code intarsia init}. */
@Command(
    name = "init",
    description = {
      "Creates a store, readable by its owner alone.",
      "Needed for other sizes of chunks and other places than the default store, which the first"
          + " check-in creates."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  intarsia init",
      "  intarsia --store /srv/images init --chunk-size 32KiB",
      "  intarsia --store /srv/secret --key-file my.key init --encrypt"
    })
final class InitCommand extends LibraryCommand {
  @Option(
      names = "--chunk-size",
      paramLabel = "SIZE",
      defaultValue = "64KiB",
      converter = Sizes.Converter.class,
      description = "Up to how many bytes a piece has: 4KiB to 4MiB (default: ${DEFAULT-VALUE}).")
  private int chunkSize;

  @Option(
      names = "--encrypt",
      description =
          "Encrypt all that is stored. The key comes as that of every encrypted store does; a"
              + " recovery key is shown, once, which opens the store too.")
  private boolean encrypt;

  private @Nullable String recoveryKey;

  @Option(
      names = "--frame-size",
      paramLabel = "SIZE",
      converter = Sizes.Converter.class,
      description = "How many bytes are compressed together: a chunk to 8MiB (default: 2MiB).")
  private @Nullable Integer frameSize;

  @Option(
      names = "--compression-level",
      paramLabel = "LEVEL",
      description = "zstd's, 1 to 19 (default: 2). 'intarsia config' changes it later.")
  private @Nullable Integer compressionLevel;

  InitCommand(Intarsia program) {
    super(program);
  }

  @Override
  Library open() throws IOException {
    if (encrypt) {
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
      StoreOptions base = StoreOptions.ofChunkSize(chunkSize);
      return new StoreOptions(
          chunkSize,
          frameSize == null ? base.frameSize() : frameSize,
          base.packSize(),
          compressionLevel == null ? base.compressionLevel() : compressionLevel);
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
            .put("encrypted", encrypt);
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
