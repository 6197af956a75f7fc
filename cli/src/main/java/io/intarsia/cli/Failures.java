package io.intarsia.cli;

import io.intarsia.catalog.CatalogDamagedException;
import io.intarsia.library.error.DamagedVersionException;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.InvalidObjectException;
import io.intarsia.store.error.MissingChunkException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;
import tools.jackson.core.exc.JacksonIOException;

/** What went wrong, as one line for people and as an exit status. */
final class Failures {
  private static final String TRACE = "INTARSIA_TRACE";

  private Failures() {}

  /** Says on {@code err} what went wrong, and returns the exit status. */
  static int report(Exception e, Streams streams) {
    if (e instanceof ParameterException wrongUsage) {
      throw wrongUsage;
    }
    if (e instanceof JacksonIOException && e.getCause() instanceof IOException cause) {
      return report(cause, streams);
    }
    if (e instanceof StandardOutput.Failure failure && failure.isBrokenPipe()) {
      return Invocation.FAILED;
    }
    return say(e, streams);
  }

  static int say(Throwable e, Streams streams) {
    streams
        .err()
        .println("intarsia: " + (Interruption.isUnderWay() ? "interrupted" : oneLine(message(e))));
    if (streams.environment().containsKey(TRACE)) {
      e.printStackTrace(streams.err());
    }
    return isDamage(e) ? Invocation.DAMAGE_FOUND : Invocation.FAILED;
  }

  private static boolean isDamage(Throwable e) {
    return e instanceof DamagedVersionException
        || e instanceof DamagedException
        || e instanceof MissingChunkException
        || e instanceof InvalidObjectException
        || e instanceof CatalogDamagedException;
  }

  private static String message(Throwable e) {
    return switch (e) {
      case NoSuchFileException missing -> missing.getFile() + ": there is no such file";
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      case FileAlreadyExistsException exists -> exists.getFile() + ": exists already";
      case NotDirectoryException file -> file.getFile() + ": is no directory";
      case FileSystemException other -> fileSystemMessage(other);
      case InvalidPathException _ ->
          "'"
              + printable(String.valueOf(e.getMessage()))
              + "': a file name of this machine must be UTF-8";
      case OutOfMemoryError _ -> "out of memory: " + e.getMessage();
      case IOException io when io.getMessage() != null -> io.getMessage();
      default ->
          "internal error: " + e + "; set " + TRACE + "=1 to see where, and please report it";
    };
  }

  private static String fileSystemMessage(FileSystemException e) {
    String reason = e.getReason();
    return e.getFile() + ": " + (reason == null ? e.getClass().getSimpleName() : reason);
  }

  /** A message as one line. */
  static String oneLine(@Nullable String message) {
    return printable(String.valueOf(message).strip().replace("\r", "").replace("\n", "; "));
  }

  /** Without characters that would move the cursor of a terminal or cannot be written. */
  private static String printable(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      clean.append(Character.isISOControl(c) ? '?' : c);
    }
    return clean.toString();
  }
}
