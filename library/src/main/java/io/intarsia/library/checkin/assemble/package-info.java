/** Puts pieces into the store, in order, and builds contents, block map and trees from them. */
@NullMarked
package io.intarsia.library.checkin.assemble;

import org.jspecify.annotations.NullMarked;
