@NullMarked
package io.intarsia.library.extract;

import org.jspecify.annotations.NullMarked;
