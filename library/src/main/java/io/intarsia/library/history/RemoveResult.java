package io.intarsia.library.history;

import java.util.List;

/**
 * Versions that were removed, or would be.
 *
 * @param versions their numbers in ascending order
 */
public record RemoveResult(String image, List<Integer> versions, boolean dryRun) {}
