package io.intarsia.store.crypt;

import java.time.Instant;

/**
 * One of the keys that open a store.
 *
 * @param id from 1, never used twice in a store
 * @param kind {@code passphrase}, {@code random} or {@code recovery}
 * @param isOpening whether this is the one that the store was opened with
 */
public record KeyInfo(int id, String kind, Instant created, boolean isOpening) {}
