/** Reading chunks, objects and frames back, verified. */
@NullMarked
package io.intarsia.store.read;

import org.jspecify.annotations.NullMarked;
