/** The store under simulated faults. See docs/FAULTS.md. */
@NullMarked
package io.intarsia.store.simulation;

import org.jspecify.annotations.NullMarked;
