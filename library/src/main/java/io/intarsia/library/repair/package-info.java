/** Repair: what is lost is taken from other stores and from image files. */
@NullMarked
package io.intarsia.library.repair;

import org.jspecify.annotations.NullMarked;
