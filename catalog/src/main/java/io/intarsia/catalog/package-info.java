/** See docs/ARCHITECTURE.md. */
@NullMarked
package io.intarsia.catalog;

import org.jspecify.annotations.NullMarked;
