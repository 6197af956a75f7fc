/** See docs/ARCHITECTURE.md. */
@NullMarked
package io.intarsia.cli;

import org.jspecify.annotations.NullMarked;
