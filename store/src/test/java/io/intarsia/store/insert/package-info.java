@NullMarked
package io.intarsia.store.insert;

import org.jspecify.annotations.NullMarked;
