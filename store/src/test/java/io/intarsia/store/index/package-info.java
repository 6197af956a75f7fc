@NullMarked
package io.intarsia.store.index;

import org.jspecify.annotations.NullMarked;
