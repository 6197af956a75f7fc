/** Frames: chunks compressed together. See docs/formats/pack.md. */
@NullMarked
package io.intarsia.store.frame;

import org.jspecify.annotations.NullMarked;
