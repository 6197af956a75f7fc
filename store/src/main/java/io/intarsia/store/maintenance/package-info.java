/** Garbage collection, verification, rebuilding: what keeps a store small and sound. */
@NullMarked
package io.intarsia.store.maintenance;

import org.jspecify.annotations.NullMarked;
