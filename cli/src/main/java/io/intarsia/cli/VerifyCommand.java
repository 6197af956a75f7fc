package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.maintenance.VerifyRequest;
import io.intarsia.library.maintenance.VerifyResult;
import java.io.IOException;
import picocli.CommandLine.TypeConversionException;

/** {@code intarsia verify}. */
final class VerifyCommand extends LibraryCommand {
  private final Word<Boolean> quick =
      flag("--quick", "Check structures and tables of contents, not the data.");
  private final Word<Double> sample =
      option(
          described(
                  "--sample",
                  "P",
                  "Read P percent of the data (10 or 10%), spread over all of it.",
                  "The next sample goes on with other parts: twenty of 5% have read everything.")
              .converters(VerifyCommand::percentage)
              .defaultValue("100%"));
  private final Word<Boolean> resume =
      flag("--resume", "Go on where 'intarsia verify' was interrupted; else begin anew.");

  VerifyCommand(Intarsia program) {
    super(
        program,
        "verify",
        "Reads the store and checks every checksum and fingerprint.",
        "Exit status 3 while anything is damaged: what is lost is named with every image, version and file that needs it.",
        "'intarsia repair' takes it from elsewhere.");
    examples(
        "intarsia verify",
        "intarsia verify --quick",
        "intarsia verify --sample 10%",
        "intarsia verify --resume");
  }

  @Override
  void check() {
    boolean sampled = program.running().getParseResult().hasMatchedOption("--sample");
    if (quick.get() && sampled) {
      throw program.wrongUsage("--quick reads no data; leave --sample out");
    }
    if (resume.get() && (quick.get() || sampled)) {
      throw program.wrongUsage("only 'intarsia verify' of all data can be resumed");
    }
  }

  @Override
  int run(Library library) throws IOException {
    VerifyResult result =
        library.verify(
            new VerifyRequest(quick.get() ? 0 : sample.get(), resume.get()), program.progress());
    if (program.json()) {
      try (JsonOutput json = json()) {
        VerifyReport.json(json, result);
      }
    } else {
      try (TextOutput text = text()) {
        VerifyReport.text(text, result);
      }
    }
    return result.damaged().isEmpty() ? Invocation.DONE : Invocation.DAMAGE_FOUND;
  }

  /** {@code 10%}. */
  private static double percentage(String text) {
    try {
      double percent =
          Double.parseDouble(text.endsWith("%") ? text.substring(0, text.length() - 1) : text);
      if (percent > 0 && percent <= 100) {
        return percent;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new TypeConversionException("'" + text + "' is no percentage from 0 to 100");
  }
}
