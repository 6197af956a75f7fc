package io.intarsia.library.search;

import org.jspecify.annotations.Nullable;

/**
 * What to look for; what is not null must all hold.
 *
 * @param glob matched against the last component of the path, or against the whole path when it
 *     holds a slash
 * @param sha256 of the content, hexadecimal in lower case
 * @param image only versions of this image, or null
 * @param allVersions whether to look at every version or only at default versions
 */
public record SearchQuery(
    byte @Nullable [] glob, @Nullable String sha256, @Nullable String image, boolean allVersions) {}
