package io.intarsia.cli;

import io.intarsia.library.Libraries;
import io.intarsia.library.Library;
import java.io.IOException;
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
    footer = {"  intarsia init", "  intarsia --store /srv/images init --chunk-size 32KiB"})
final class InitCommand extends LibraryCommand {
  @Option(
      names = "--chunk-size",
      paramLabel = "SIZE",
      defaultValue = "64KiB",
      converter = Sizes.Converter.class,
      description = "Up to how many bytes a piece has: 4KiB to 4MiB (default: ${DEFAULT-VALUE}).")
  private int chunkSize;

  @Override
  Library open() throws IOException {
    return Libraries.create(program.storeDirectory(), chunkSize);
  }

  @Override
  int run(Library library) throws IOException {
    if (program.json()) {
      try (JsonOutput json = json()) {
        json.object()
            .put("store", library.directory().toString())
            .put("chunkSize", library.chunkSize())
            .endObject();
      }
    } else {
      try (TextOutput text = text()) {
        text.line("created " + library.directory());
      }
    }
    return Invocation.DONE;
  }
}
