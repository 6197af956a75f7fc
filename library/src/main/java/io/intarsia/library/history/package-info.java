/** Names, versions, provenance, and what changes them. */
@NullMarked
package io.intarsia.library.history;

import org.jspecify.annotations.NullMarked;
