@NullMarked
package io.intarsia.store.crypt;

import org.jspecify.annotations.NullMarked;
