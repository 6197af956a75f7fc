/** What can go wrong with a store, as types. */
@NullMarked
package io.intarsia.store.error;

import org.jspecify.annotations.NullMarked;
