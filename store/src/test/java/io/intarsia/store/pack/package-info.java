@NullMarked
package io.intarsia.store.pack;

import org.jspecify.annotations.NullMarked;
