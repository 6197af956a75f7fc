@NullMarked
package io.intarsia.store.object;

import org.jspecify.annotations.NullMarked;
