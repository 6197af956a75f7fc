/** What the library cannot do, said to people. */
@NullMarked
package io.intarsia.library.error;

import org.jspecify.annotations.NullMarked;
