package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.maintenance.VerifyResult;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code intarsia verify}. */
@Command(
    name = "verify",
    description = {
      "Reads the store and checks every checksum and fingerprint.",
      "Exit status 3 when damage was found; each damaged file is named with the versions that it touches."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  intarsia verify", "  intarsia verify --quick", "  intarsia verify --sample 10%%"})
final class VerifyCommand extends LibraryCommand {
  @Option(names = "--quick", description = "Check structures and tables of contents, not the data.")
  private boolean quick;

  @Option(
      names = "--sample",
      paramLabel = "P",
      converter = Percentage.class,
      defaultValue = "100%",
      description = "Read P percent of the data, chosen at random (10 or 10%%).")
  private double sample;

  @Spec private CommandSpec spec;

  @Override
  void check() {
    if (quick && spec.commandLine().getParseResult().hasMatchedOption("--sample")) {
      throw new ParameterException(spec.commandLine(), "--quick reads no data; leave --sample out");
    }
  }

  @Override
  int run(Library library) throws IOException {
    VerifyResult result = library.verify(quick, sample, program.progress());
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
