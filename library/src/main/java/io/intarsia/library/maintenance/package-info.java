/** Garbage collection, verification and rebuilding as seen from versions. */
@NullMarked
package io.intarsia.library.maintenance;

import org.jspecify.annotations.NullMarked;
