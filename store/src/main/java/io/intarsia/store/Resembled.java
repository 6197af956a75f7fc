package io.intarsia.store;

import io.intarsia.store.chunk.Fingerprint;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A chunk that may be stored, and that a new one resembles.
 *
 * @param run bytes from the new chunk on, it included, that probably resemble what follows
 */
public record Resembled(Fingerprint chunk, long run) {
  /** Knows it when it is asked for. */
  @FunctionalInterface
  public interface Source {
    /** What a new chunk resembles; null if nothing is known. Asked only for what is new. */
    @Nullable Resembled resembled() throws IOException;
  }
}
