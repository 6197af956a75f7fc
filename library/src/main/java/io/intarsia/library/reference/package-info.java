/** How people name images, versions and paths inside them. */
@NullMarked
package io.intarsia.library.reference;

import org.jspecify.annotations.NullMarked;
