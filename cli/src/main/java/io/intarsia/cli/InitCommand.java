package io.intarsia.cli;

import io.intarsia.library.Libraries;
import io.intarsia.library.Library;
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

  @Override
  Library open() throws IOException {
    if (encrypt) {
      Libraries.Encrypted created =
          Libraries.createEncrypted(
              program.storeDirectory(), chunkSize, program.keys().newSecret());
      recoveryKey = created.recoveryKey();
      return created.library();
    }
    program.refuseKey();
    return Libraries.create(program.storeDirectory(), chunkSize);
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
