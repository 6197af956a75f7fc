package io.intarsia.library.history;

/**
 * A line of {@code list}.
 *
 * @param defaultVersion what the bare name means
 * @param virtualBytes size of the default version's disk
 * @param created RFC 3339, of the default version
 */
public record ImageSummary(
    String name,
    String owner,
    int versions,
    int defaultVersion,
    long virtualBytes,
    String created,
    boolean locked) {}
