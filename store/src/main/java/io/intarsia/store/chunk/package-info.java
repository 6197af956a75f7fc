/** Fingerprints: the names of chunks and objects. */
@NullMarked
package io.intarsia.store.chunk;

import org.jspecify.annotations.NullMarked;
