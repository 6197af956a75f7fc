/** From an image file to a version: plan who owns which bytes, cut, store, record. */
@NullMarked
package io.intarsia.library.checkin;

import org.jspecify.annotations.NullMarked;
