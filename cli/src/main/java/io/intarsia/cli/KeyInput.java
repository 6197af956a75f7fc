package io.intarsia.cli;

import io.intarsia.store.crypt.KeySource;
import io.intarsia.store.crypt.Secret;
import io.intarsia.store.error.KeyException;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where keys come from: a file, a command, or whoever sits at the terminal. Never the command line,
 * which other users of the machine can read.
 */
final class KeyInput implements KeySource {
  private static final String COMMAND = "INTARSIA_KEY_COMMAND";
  private static final String FROM_COMMAND = "INTARSIA_FROM_KEY_COMMAND";

  private final @Nullable Path file;
  private final String option;
  private final String variable;
  private final @Nullable String command;
  private final @Nullable KeyInput otherwise;

  private KeyInput(
      @Nullable Path file,
      String option,
      String variable,
      Streams streams,
      @Nullable KeyInput otherwise) {
    this.file = file;
    this.option = option;
    this.variable = variable;
    String value = streams.environment().get(variable);
    this.command = value == null || value.isEmpty() ? null : value;
    this.otherwise = otherwise;
  }

  /**
   * @param file {@code --key-file}, or null
   */
  KeyInput(@Nullable Path file, Streams streams) {
    this(file, "--key-file", COMMAND, streams, null);
  }

  /**
   * The key of another store, which something is taken from: if none is given, that of the store
   * itself, of which the other one may be a copy.
   *
   * @param file {@code --from-key-file}, or null
   */
  static KeyInput ofSource(@Nullable Path file, Streams streams, KeyInput own) {
    return new KeyInput(file, "--from-key-file", FROM_COMMAND, streams, own);
  }

  @Override
  public Secret secret() throws IOException {
    Secret given = given();
    if (given != null) {
      return given;
    }
    char[] typed = ask("Passphrase of the store" + (otherwise == null ? ": " : " to take from: "));
    if (typed == null) {
      throw new KeyException(
          "the store is encrypted: give its key with "
              + option
              + " FILE or by $"
              + variable
              + ", or be at a terminal to be asked");
    }
    return secret(typed);
  }

  /** The first key of a new store: as every key, but typed twice. */
  Secret newSecret() throws IOException {
    Secret given = given();
    return given != null ? given : askTwice("--key-file FILE or by $" + COMMAND);
  }

  /** A further key of a store. */
  static Secret another(@Nullable Path newFile) throws IOException {
    return newFile != null ? read(newFile) : askTwice("--new-key-file FILE");
  }

  private @Nullable Secret given() throws IOException {
    if (file != null) {
      return read(file);
    }
    if (command != null) {
      return run(command);
    }
    return otherwise == null ? null : otherwise.given();
  }

  private static Secret askTwice(String otherwise) throws IOException {
    char[] first = ask("New passphrase: ");
    char[] second = first == null ? null : ask("The same again: ");
    if (first == null || second == null) {
      throw new KeyException("give the new key with " + otherwise + ", or be at a terminal");
    }
    if (!Arrays.equals(first, second)) {
      throw new KeyException("the two passphrases are not the same");
    }
    return secret(first);
  }

  private static Secret read(Path keyFile) throws IOException {
    if (Files.isDirectory(keyFile)) {
      throw new KeyException("'" + keyFile + "' is a directory; name the file that holds the key");
    }
    try (InputStream in = Files.newInputStream(keyFile)) {
      return secret(in, keyFile.toString());
    }
  }

  private Secret run(String shellCommand) throws IOException {
    Process process =
        new ProcessBuilder("/bin/sh", "-c", shellCommand)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectInput(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (InputStream out = process.getInputStream()) {
      byte[] bytes = out.readNBytes(Secret.MAX_LENGTH + 1);
      int status = process.waitFor();
      if (status != 0) {
        throw new KeyException("the command in $" + variable + " ended with status " + status);
      }
      return Secret.of(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the key", e);
    } finally {
      process.destroy();
    }
  }

  private static Secret secret(InputStream in, String name) throws IOException {
    try {
      return Secret.of(in.readNBytes(Secret.MAX_LENGTH + 1));
    } catch (KeyException e) {
      throw new KeyException(name + ": " + e.getMessage(), e);
    }
  }

  private static Secret secret(char[] typed) throws KeyException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(CharBuffer.wrap(typed));
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return Secret.of(copy);
  }

  private static char @Nullable [] ask(String prompt) {
    return Optional.ofNullable(System.console())
        .filter(Console::isTerminal)
        .map(console -> console.readPassword("%s", prompt))
        .orElse(null);
  }
}
