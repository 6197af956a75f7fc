package io.intarsia.cli;

import io.intarsia.library.Libraries;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;

/**
 * The commands by name, in the order of the help. Only the one that a command line names is made,
 * which halves the time that a start takes; all are where help or completion asks for them.
 */
final class Commands {
  private static final Map<String, Function<Intarsia, Command>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("init", InitCommand::new);
    ALL.put("checkin", CheckInCommand::new);
    ALL.put("checkout", CheckOutCommand::new);
    ALL.put("list", ListCommand::new);
    ALL.put("versions", VersionsCommand::new);
    ALL.put("show", ShowCommand::new);
    ALL.put("digest", DigestCommand::new);
    ALL.put("ls", LsCommand::new);
    ALL.put("cat", CatCommand::new);
    ALL.put("extract", ExtractCommand::new);
    ALL.put("compare", CompareCommand::new);
    ALL.put("search", SearchCommand::new);
    ALL.put("provenance", ProvenanceCommand::new);
    ALL.put("default", DefaultCommand::new);
    ALL.put("rename", RenameCommand::new);
    ALL.put("remove", RemoveCommand::new);
    ALL.put("lock", LockCommand::new);
    ALL.put("unlock", UnlockCommand::new);
    ALL.put("reindex", ReindexCommand::new);
    ALL.put("config", ConfigCommand::new);
    ALL.put("stats", StatsCommand::new);
    ALL.put("gc", GcCommand::new);
    ALL.put("optimize", OptimizeCommand::new);
    ALL.put("verify", VerifyCommand::new);
    ALL.put("repair", RepairCommand::new);
    ALL.put("rebuild", RebuildCommand::new);
    ALL.put("key", KeyCommand::new);
    ALL.put("demo", DemoCommand::new);
    ALL.put("completion", CompletionCommand::new);
    ALL.put("help", HelpCommand::new);
  }

  private Commands() {}

  static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /** The command line with the command that the words name, or with all. */
  static CommandLine line(Intarsia program, String[] args) {
    String name = name(args);
    Function<Intarsia, Command> one =
        name.equals("help") || name.equals("completion") ? null : ALL.get(name);
    if (one != null) {
      Libraries.prepare(name.equals("checkin"));
    }
    CommandLine line = new CommandLine(program.spec());
    program.runBy(line);
    if (one != null) {
      one.apply(program).joinTo(line);
    } else if (args.length != 1 || !args[0].equals("--version")) {
      ALL.values().forEach(maker -> maker.apply(program).joinTo(line));
    }
    return line;
  }

  /** The first word that is no option, or "". */
  private static String name(String[] args) {
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("--store") || args[i].equals("--key-file")) {
        i++;
      } else if (!args[i].startsWith("-")) {
        return args[i];
      }
    }
    return "";
  }
}
