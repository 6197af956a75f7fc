package io.intarsia.library.record;

/**
 * Bytes that were stored as zeros because nobody needs them.
 *
 * @param what {@code free space}, {@code swap}, {@code pagefile} or {@code hibernation}
 * @param where name of the place, with the path of a file after a colon: {@code p1:/swapfile}
 * @param bytes without holes
 */
public record Dropped(String what, String where, long bytes) {}
