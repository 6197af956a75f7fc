@NullMarked
package io.intarsia.store.chunk;

import org.jspecify.annotations.NullMarked;
