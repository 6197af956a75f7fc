package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.maintenance.VerifyRequest;
import io.intarsia.library.maintenance.VerifyResult;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code intarsia verify}. */
@Command(
    name = "verify",
    description = {
      "Reads the store and checks every checksum and fingerprint.",
      "Exit status 3 while anything is damaged: what is lost is named with every image, version and file that needs it.",
      "'intarsia repair' takes it from elsewhere."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  intarsia verify",
      "  intarsia verify --quick",
      "  intarsia verify --sample 10%%",
      "  intarsia verify --resume"
    })
final class VerifyCommand extends LibraryCommand {
  @Option(names = "--quick", description = "Check structures and tables of contents, not the data.")
  private boolean quick;

  @Option(
      names = "--sample",
      paramLabel = "P",
      converter = Percentage.class,
      defaultValue = "100%",
      description = {
        "Read P percent of the data (10 or 10%%), spread over all of it.",
        "The next sample goes on with other parts: twenty of 5%% have read everything."
      })
  private double sample;

  @Option(
      names = "--resume",
      description = "Go on where 'intarsia verify' was interrupted; else begin anew.")
  private boolean resume;

  VerifyCommand(Intarsia program) {
    super(program);
  }

  @Override
  void check() {
    boolean sampled = program.running().getParseResult().hasMatchedOption("--sample");
    if (quick && sampled) {
      throw program.wrongUsage("--quick reads no data; leave --sample out");
    }
    if (resume && (quick || sampled)) {
      throw program.wrongUsage("only 'intarsia verify' of all data can be resumed");
    }
  }

  @Override
  int run(Library library) throws IOException {
    VerifyResult result =
        library.verify(new VerifyRequest(quick ? 0 : sample, resume), program.progress());
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
  static final class Percentage implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
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
}
