@NullMarked
package io.intarsia.store.frame;

import org.jspecify.annotations.NullMarked;
