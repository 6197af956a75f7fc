package io.intarsia.store.error;

/**
 * A garbage collection has condemned something that a check-in references, since the check-in
 * began. Nothing is lost and nothing was recorded: the check-in runs again, with a new inserter,
 * which stores anew what is missing.
 */
public final class CondemnedException extends StoreException {
  public CondemnedException(String pack) {
    super("a garbage collection condemned " + pack + " meanwhile: the check-in must run again");
  }
}
