/** Where immutable blobs live: few methods, several implementations, one contract. */
@NullMarked
package io.intarsia.store.blob;

import org.jspecify.annotations.NullMarked;
