package io.intarsia.library.search;

import io.intarsia.library.view.ListedFile;

/**
 * A file that was found.
 *
 * @param partition as {@code show} lists it
 */
public record SearchHit(String image, int version, String partition, ListedFile file) {}
