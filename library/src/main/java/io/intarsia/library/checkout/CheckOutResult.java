package io.intarsia.library.checkout;

import java.util.List;

/**
 * What a check-out did.
 *
 * @param virtualBytes size of the disk
 * @param writtenBytes bytes of data written, without holes and container structures
 * @param seconds wall time
 * @param warnings what the target format could not keep, such as a size rounded up
 */
public record CheckOutResult(
    long virtualBytes, long writtenBytes, double seconds, List<String> warnings) {}
