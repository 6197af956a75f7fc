package io.intarsia.cli;

import io.intarsia.library.Libraries;
import io.intarsia.library.Library;
import io.intarsia.store.StoreOptions;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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

  @Spec private CommandSpec spec;

  @Override
  Library open() throws IOException {
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
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
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
