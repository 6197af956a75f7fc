package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.search.SearchHit;
import io.intarsia.library.search.SearchQuery;
import java.io.IOException;
import java.util.Locale;

/** {@code intarsia search}. */
final class SearchCommand extends LibraryCommand {
  private static final int SHA256_DIGITS = 64;

  private final Word<String> glob =
      optionalParameter(
          "GLOB", "The file's name with *, ? and [...]; with a slash in it, the whole path.");

  private final Word<String> sha256 =
      option("--sha256", "HEX", "The SHA-256 of the file's content.");
  private final Word<String> image =
      option("--image", "NAME", Arguments::name, "Only in this image.");
  private final Word<Boolean> defaultOnly =
      flag("--default-only", "Only in the default version of each image.");

  SearchCommand(Intarsia program) {
    super(program, "search", "Finds files in all versions of all images, by name or by content.");
    examples(
        "intarsia search 'libssl*'",
        "intarsia search '/etc/*.conf' --image debian --default-only",
        "intarsia search --sha256 $(sha256sum < suspect | cut -c 1-64)");
  }

  @Override
  int run(Library library) throws IOException {
    String digest = sha256.isAbsent() ? null : sha256.get().toLowerCase(Locale.ROOT);
    SearchQuery query =
        new SearchQuery(
            glob.isAbsent() ? null : NameBytes.encode(glob.get()),
            digest,
            image.orNull(),
            !defaultOnly.get());
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
    if (glob.isAbsent() && sha256.isAbsent()) {
      throw program.wrongUsage("say what to look for: a GLOB or --sha256");
    }
    if (!sha256.isAbsent() && !isSha256(sha256.get())) {
      throw program.wrongUsage(
          "'" + sha256.get() + "' is no SHA-256; it has 64 hexadecimal digits");
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
