package io.intarsia.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;

/**
 * What a command line says for one option or parameter, to be asked once it is read.
 *
 * @param <T> what the words mean
 */
final class Word<T> {
  private final ArgSpec argument;
  private final @Nullable T absent;

  /**
   * @param absent what it is where the command line does not say it; null if that is nothing
   */
  Word(ArgSpec argument, @Nullable T absent) {
    this.argument = argument;
    this.absent = absent;
  }

  /**
   * What was said, of one that always is something.
   *
   * @throws NullPointerException if it is nothing
   */
  T get() {
    return Objects.requireNonNull(orNull());
  }

  /** What was said, or else another. */
  T orElse(T other) {
    T said = orNull();
    return said == null ? other : said;
  }

  /** What was said, null if nothing was. */
  @Nullable T orNull() {
    T said = argument.getValue();
    return said == null ? absent : said;
  }

  /** Whether nothing was said. */
  boolean isAbsent() {
    return orNull() == null;
  }
}
