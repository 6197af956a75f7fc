/** See docs/ARCHITECTURE.md. */
@NullMarked
package io.intarsia.library;

import org.jspecify.annotations.NullMarked;
