/** How services tell of long work. */
@NullMarked
package io.intarsia.library.progress;

import org.jspecify.annotations.NullMarked;
