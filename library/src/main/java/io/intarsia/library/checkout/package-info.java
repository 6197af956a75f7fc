/** From a version to a disk image file, frame by frame. */
@NullMarked
package io.intarsia.library.checkout;

import org.jspecify.annotations.NullMarked;
