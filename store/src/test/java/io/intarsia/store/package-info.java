@NullMarked
package io.intarsia.store;

import org.jspecify.annotations.NullMarked;
