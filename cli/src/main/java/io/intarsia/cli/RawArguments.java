package io.intarsia.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The arguments as they were given: the JVM has replaced what is no UTF-8. */
final class RawArguments {
  private static final char REPLACEMENT = '\uFFFD';

  private RawArguments() {}

  /**
   * Returns the arguments, those with bytes that are no UTF-8 as {@link NameBytes#decode} writes
   * them.
   */
  static String[] recover(String[] args) {
    for (String arg : args) {
      if (arg.indexOf(REPLACEMENT) >= 0) {
        return ofProcess(args);
      }
    }
    return args;
  }

  private static String[] ofProcess(String[] args) {
    byte[] commandLine;
    try {
      commandLine = Files.readAllBytes(Path.of("/proc/self/cmdline"));
    } catch (IOException e) {
      return args;
    }
    return last(commandLine, args);
  }

  /** The last words of a command line as the kernel gives it, each ended by a zero byte. */
  static String[] last(byte[] commandLine, String[] args) {
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < commandLine.length; i++) {
      if (commandLine[i] == 0) {
        byte[] word = new byte[i - start];
        System.arraycopy(commandLine, start, word, 0, word.length);
        words.add(NameBytes.decode(word));
        start = i + 1;
      }
    }
    if (words.size() < args.length) {
      return args;
    }
    return words.subList(words.size() - args.length, words.size()).toArray(new String[0]);
  }
}
