/** A store and its catalog, opened as far as they are needed and kept in step. */
@NullMarked
package io.intarsia.library.workspace;

import org.jspecify.annotations.NullMarked;
