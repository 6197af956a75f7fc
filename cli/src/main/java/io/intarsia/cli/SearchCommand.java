package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.search.SearchHit;
import io.intarsia.library.search.SearchQuery;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code intarsia search}. */
@Command(
    name = "search",
    description = {"Finds files in all versions of all images, by name or by content."},
    footerHeading = "%nExamples:%n",
    footer = {
      "  intarsia search 'libssl*'",
      "  intarsia search '/etc/*.conf' --image debian --default-only",
      "  intarsia search --sha256 $(sha256sum < suspect | cut -c 1-64)"
    })
final class SearchCommand extends LibraryCommand {
  private static final int SHA256_DIGITS = 64;

  @Parameters(
      arity = "0..1",
      paramLabel = "GLOB",
      description = {"The file's name with *, ? and [...]; with a slash in it, the whole path."})
  private @Nullable String glob;

  @Option(
      names = "--sha256",
      paramLabel = "HEX",
      description = "The SHA-256 of the file's content.")
  private @Nullable String sha256;

  @Option(
      names = "--image",
      paramLabel = "NAME",
      converter = Arguments.Name.class,
      description = "Only in this image.")
  private @Nullable String image;

  @Option(names = "--default-only", description = "Only in the default version of each image.")
  private boolean defaultOnly;

  SearchCommand(Intarsia program) {
    super(program);
  }

  @Override
  int run(Library library) throws IOException {
    String digest = sha256 == null ? null : sha256.toLowerCase(Locale.ROOT);
    SearchQuery query =
        new SearchQuery(glob == null ? null : NameBytes.encode(glob), digest, image, !defaultOnly);
    if (program.json()) {
      try (JsonOutput json = json()) {
        json.array();
        library.search(query, hit -> putHit(json, hit));
        json.endArray();
      }
    } else {
      try (TextOutput text = text()) {
        library.search(query, hit -> printHit(text, hit));
      }
    }
    return Invocation.DONE;
  }

  @Override
  void check() {
    if (glob == null && sha256 == null) {
      throw program.wrongUsage("say what to look for: a GLOB or --sha256");
    }
    if (sha256 != null && !isSha256(sha256)) {
      throw program.wrongUsage("'" + sha256 + "' is no SHA-256; it has 64 hexadecimal digits");
    }
  }

  private static boolean isSha256(String text) {
    boolean good = text.length() == SHA256_DIGITS;
    for (int i = 0; good && i < SHA256_DIGITS; i++) {
      good = "0123456789abcdefABCDEF".indexOf(text.charAt(i)) >= 0;
    }
    return good;
  }

  private static void putHit(JsonOutput json, SearchHit hit) {
    json.object()
        .put("image", hit.image())
        .put("version", hit.version())
        .put("partition", hit.partition());
    FileReport.json(json, hit.file()).endObject();
  }

  private static void printHit(TextOutput text, SearchHit hit) throws IOException {
    text.print(hit.image() + "@" + hit.version() + ":" + hit.partition() + ":");
    text.name(hit.file().path()).line();
  }
}
