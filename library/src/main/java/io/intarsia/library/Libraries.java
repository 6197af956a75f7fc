package io.intarsia.library;

import io.intarsia.library.error.LibraryException;
import java.io.IOException;
import java.nio.file.Path;

/** Opens and creates libraries. */
@SuppressWarnings("DoNotCallSuggester")
public final class Libraries {
  private Libraries() {}

  /**
   * Creates a store.
   *
   * @param chunkSize in bytes, a power of two from 4 KiB to 4 MiB
   * @throws LibraryException when the directory holds something already
   */
  public static Library create(Path store, int chunkSize) throws IOException {
    throw new LibraryException("not yet: " + store + chunkSize);
  }

  /**
   * Opens a store that exists. Nothing is written until a method that changes something is called.
   *
   * @throws LibraryException when there is no store
   */
  public static Library open(Path store) throws IOException {
    throw new LibraryException("not yet: " + store);
  }
}
