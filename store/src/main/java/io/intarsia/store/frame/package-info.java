/** Frames: chunks compressed together; the pipeline that makes them. See docs/formats/pack.md. */
@NullMarked
package io.intarsia.store.frame;

import org.jspecify.annotations.NullMarked;
