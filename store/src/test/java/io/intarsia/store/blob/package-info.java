@NullMarked
package io.intarsia.store.blob;

import org.jspecify.annotations.NullMarked;
