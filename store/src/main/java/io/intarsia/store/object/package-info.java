/** Objects: everything stored that is not image bytes. Specified in docs/formats/object.md. */
@NullMarked
package io.intarsia.store.object;

import org.jspecify.annotations.NullMarked;
