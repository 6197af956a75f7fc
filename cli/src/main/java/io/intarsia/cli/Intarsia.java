package io.intarsia.cli;

import io.intarsia.library.Libraries;
import io.intarsia.library.Library;
import io.intarsia.library.progress.Progress;
import io.intarsia.store.Store;
import io.intarsia.store.crypt.StoreKeys;
import io.intarsia.store.error.KeyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The program's own options, and what they give to every command. */
final class Intarsia extends Command {
  /** Bytes; measured in docs/decisions. */
  static final int DEFAULT_CHUNK_SIZE = 64 << 10;

  private final Word<Path> store =
      option(
          described(
                  "--store",
                  "DIR",
                  "The store's directory; else $INTARSIA_STORE, else ~/.intarsia.")
              .type(Path.class)
              .scopeType(ScopeType.INHERIT));
  private final Word<Path> keyFile =
      option(
          described(
                  "--key-file",
                  "FILE",
                  "Holds the key of an encrypted store; else $INTARSIA_KEY_COMMAND prints it, else"
                      + " it is asked for.")
              .type(Path.class)
              .scopeType(ScopeType.INHERIT));
  private final Word<Boolean> json =
      flag(
          OptionSpec.builder(JSON)
              .description("Print one JSON document on standard output.")
              .scopeType(ScopeType.INHERIT));

  private final Streams streams;
  private @Nullable CommandLine line;

  Intarsia(Streams streams) {
    super(
        "intarsia",
        "A library for virtual-machine images: stores every piece of every image once, shows what is"
            + " inside each version, and gives each disk back bit for bit.");
    flag(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .scopeType(ScopeType.INHERIT)
            .description("Show this help and end."));
    flag(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .description("Show the version and end."));
    examples(
        "intarsia checkin debian.qcow2 debian        store an image",
        "intarsia ls debian:/etc                     look inside",
        "intarsia checkout debian@1 debian.raw       get version 1 back");
    remarks(
        "Exit status: 0 done, 1 failed, 2 wrong usage, 3 damage was found.",
        "'intarsia help COMMAND' says more about each command.");
    spec().usageMessage().synopsisSubcommandLabel("COMMAND").sortOptions(false);
    this.streams = streams;
  }

  @Override
  public Integer call() {
    throw wrongUsage("say which command");
  }

  /** Says which command line this is of; once, before it is read. */
  void runBy(CommandLine whole) {
    line = whole;
  }

  /** The whole command line. */
  CommandLine line() {
    return Objects.requireNonNull(line);
  }

  /** The part of it that says what is being done: that of the command, if it names one. */
  CommandLine running() {
    ParseResult parsed = line().getParseResult();
    return parsed.hasSubcommand() ? parsed.subcommand().commandSpec().commandLine() : line();
  }

  /** What to throw for words that do not go together. */
  ParameterException wrongUsage(String why) {
    return new ParameterException(running(), why);
  }

  Streams streams() {
    return streams;
  }

  boolean json() {
    return json.get();
  }

  /**
   * Refuses {@code --json} where nothing has it written.
   *
   * @param otherwise who writes what instead
   */
  void refuseJson(String otherwise) {
    if (json()) {
      throw wrongUsage(otherwise + ", not JSON: leave out " + JSON);
    }
  }

  /** What a command tells of a long operation. */
  Progress progress() {
    return streams.errIsTerminal()
        ? new ProgressBar(streams.err())
        : new ProgressLines(streams.err());
  }

  /** Tells people something that is no result. */
  void note(String message) {
    streams.err().println("intarsia: " + Failures.oneLine(message));
  }

  Path storeDirectory() {
    Path said = store.orNull();
    if (said != null) {
      return said.toAbsolutePath().normalize();
    }
    String variable = streams.environment().get("INTARSIA_STORE");
    if (variable != null && !variable.isEmpty()) {
      return Path.of(variable).toAbsolutePath().normalize();
    }
    return Path.of(streams.environment().getOrDefault("HOME", "/"), ".intarsia").toAbsolutePath();
  }

  /** Opens the store that exists. */
  Library open() throws IOException {
    Path directory = storeDirectory();
    if (!keyFile.isAbsent() && Store.exists(directory) && !StoreKeys.exist(directory)) {
      throw new KeyException(directory + " is not encrypted: leave out --key-file");
    }
    return Libraries.open(directory, keys());
  }

  /** Where the store's key comes from, should one be needed. */
  KeyInput keys() {
    return new KeyInput(keyFile.orNull(), streams);
  }

  /** A key that is given for what will not be encrypted is a mistake. */
  void refuseKey() throws KeyException {
    if (!keyFile.isAbsent()) {
      throw new KeyException("--key-file goes with init --encrypt");
    }
  }

  /** Opens the store, and creates it first where it is the default one and not there. */
  Library openOrCreate() throws IOException {
    Path directory = storeDirectory();
    if (store.isAbsent() && !Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      if (!keyFile.isAbsent()) {
        throw new KeyException(
            "there is no store in " + directory + ": intarsia init --encrypt creates one");
      }
      return Libraries.create(directory, DEFAULT_CHUNK_SIZE);
    }
    return open();
  }
}
