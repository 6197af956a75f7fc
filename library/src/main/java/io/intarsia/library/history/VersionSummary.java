package io.intarsia.library.history;

import org.jspecify.annotations.Nullable;

/**
 * A line of the list of versions.
 *
 * @param id fingerprint of the image manifest, hexadecimal
 * @param created RFC 3339
 * @param derivedFrom {@code NAME@V} or null
 * @param lost chunks and objects of it that the last verification or repair found lost
 */
public record VersionSummary(
    String image,
    int version,
    String id,
    String created,
    @Nullable String derivedFrom,
    @Nullable String message,
    long virtualBytes,
    long dataBytes,
    long newBytes,
    long storedBytes,
    boolean isDefault,
    long lost) {}
