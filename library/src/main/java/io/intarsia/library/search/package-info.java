/** Finds files in all versions. */
@NullMarked
package io.intarsia.library.search;

import org.jspecify.annotations.NullMarked;
