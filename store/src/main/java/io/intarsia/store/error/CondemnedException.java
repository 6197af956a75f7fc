package io.intarsia.store.error;

/**
 * A garbage collection has condemned something that a new version references, since the command
 * began that stores it. Nothing is lost and nothing was recorded: the command runs again, with a
 * new inserter, which stores anew what is missing.
 */
public final class CondemnedException extends StoreException {
  public CondemnedException(String pack) {
    super("a garbage collection condemned " + pack + " meanwhile: run the command again");
  }
}
