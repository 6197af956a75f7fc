@NullMarked
package io.intarsia.store.record;

import org.jspecify.annotations.NullMarked;
