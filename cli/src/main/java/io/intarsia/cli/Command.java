package io.intarsia.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A command: what it is called, which words it takes, what its help says, and what it does. It
 * tells picocli so by calls, in the order in which its fields are declared. Annotations would say
 * the same, but to read them the JVM writes classes at every start, for 0.05 s and more.
 */
abstract class Command implements Callable<Integer> {
  static final String JSON = "--json";

  private static final String ONE = "1";
  private static final String AT_MOST_ONE = "0..1";

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private int parameters;
  private boolean offersJson = true;

  /**
   * @param description the help's first lines
   */
  Command(String name, String... description) {
    spec.name(name);
    spec.usageMessage().description(literal(description));
  }

  /** What picocli knows of it. */
  final CommandSpec spec() {
    return spec;
  }

  /** Says what the help ends with: command lines to copy. */
  final void examples(String... lines) {
    String[] indented = new String[lines.length];
    for (int i = 0; i < lines.length; i++) {
      indented[i] = "  " + lines[i];
    }
    spec.usageMessage().footerHeading("%nExamples:%n").footer(literal(indented));
  }

  /** Says what the help ends with after the examples. */
  final void remarks(String... lines) {
    List<String> footer = new ArrayList<>(List.of(spec.usageMessage().footer()));
    footer.add("");
    footer.addAll(List.of(literal(lines)));
    spec.usageMessage().footer(footer.toArray(String[]::new));
  }

  /** The next parameter, which must be there. */
  final Word<String> parameter(String label, String... description) {
    return parameter(label, String.class, description);
  }

  /** The next parameter, of a type that picocli reads, which must be there. */
  final <T> Word<T> parameter(String label, Class<T> type, String... description) {
    return word(nextParameter(ONE, label, description).type(type));
  }

  /** The next parameter, which must be there. */
  final <T> Word<T> parameter(String label, ITypeConverter<T> reader, String... description) {
    return word(nextParameter(ONE, label, description).converters(reader));
  }

  /** The next parameter, which may be left out. */
  final Word<String> optionalParameter(String label, String... description) {
    return word(nextParameter(AT_MOST_ONE, label, description).type(String.class));
  }

  /**
   * The next parameter, which may be left out.
   *
   * @param candidates what a shell completes it with
   */
  final Word<String> optionalParameter(
      String label, List<String> candidates, String... description) {
    return word(
        nextParameter(AT_MOST_ONE, label, description)
            .type(String.class)
            .completionCandidates(candidates));
  }

  /** The next parameter, which may be left out. */
  final <T> Word<T> optionalParameter(
      String label, ITypeConverter<T> reader, String... description) {
    return word(nextParameter(AT_MOST_ONE, label, description).converters(reader));
  }

  /** All parameters, any number of them. */
  final <T> Word<List<T>> parameters(
      String label, ITypeConverter<T> reader, String... description) {
    PositionalParamSpec.Builder builder =
        nextParameter("0..*", label, description).index("0..*").type(List.class).converters(reader);
    return new Word<>(add(builder), List.of());
  }

  private PositionalParamSpec.Builder nextParameter(
      String arity, String label, String... description) {
    return PositionalParamSpec.builder()
        .index(Integer.toString(parameters++))
        .arity(arity)
        .required(arity.equals(ONE))
        .paramLabel(label)
        .description(description);
  }

  private <T> Word<T> word(PositionalParamSpec.Builder parameter) {
    return new Word<>(add(parameter), null);
  }

  /** An option without a value: true where it is said. */
  final Word<Boolean> flag(String name, String... description) {
    return flag(OptionSpec.builder(name).description(description));
  }

  /** An option without a value that is more than that. */
  final Word<Boolean> flag(OptionSpec.Builder option) {
    return new Word<>(add(option.type(boolean.class)), false);
  }

  /** An option. */
  final Word<String> option(String name, String label, String... description) {
    return option(name, label, String.class, description);
  }

  /** An option of a type that picocli reads. */
  final <T> Word<T> option(String name, String label, Class<T> type, String... description) {
    return option(described(name, label, description).type(type));
  }

  /** An option. */
  final <T> Word<T> option(
      String name, String label, ITypeConverter<T> reader, String... description) {
    return option(described(name, label, description).converters(reader));
  }

  /** An option that is more than that. */
  final <T> Word<T> option(OptionSpec.Builder option) {
    return new Word<>(add(option), null);
  }

  /** An option that may be said again. */
  final <T> Word<List<T>> options(OptionSpec.Builder option) {
    return new Word<>(add(option.type(List.class)), List.of());
  }

  /** Begins an option that has one value. */
  static OptionSpec.Builder described(String name, String label, String... description) {
    return OptionSpec.builder(name)
        .arity(ONE)
        .type(String.class)
        .paramLabel(label)
        .description(description);
  }

  /** Says that it never prints JSON: its help does not offer {@code --json}. */
  final void withoutJson() {
    offersJson = false;
  }

  /** Makes it a command of the program, whose inherited options it takes then. */
  final void joinTo(CommandLine program) {
    program.addSubcommand(spec.name(), spec);
    if (!offersJson) {
      OptionSpec json = spec.findOption(JSON);
      spec.remove(json).addOption(OptionSpec.builder(json).hidden(true).build());
    }
  }

  private ArgSpec add(OptionSpec.Builder option) {
    return add(option.description(literal(option.description())).build());
  }

  private ArgSpec add(PositionalParamSpec.Builder parameter) {
    return add(parameter.description(literal(parameter.description())).build());
  }

  private ArgSpec add(ArgSpec argument) {
    spec.add(argument);
    return argument;
  }

  /** Texts as what picocli takes them for: formats of {@link String#format}. */
  private static String[] literal(String... texts) {
    String[] formats = new String[texts.length];
    for (int i = 0; i < texts.length; i++) {
      formats[i] = texts[i].replace("%", "%%");
    }
    return formats;
  }
}
