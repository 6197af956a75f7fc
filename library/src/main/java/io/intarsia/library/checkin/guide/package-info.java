/** Another version as a guide for cutting: where it had chunks, the same bytes may still lie. */
@NullMarked
package io.intarsia.library.checkin.guide;

import org.jspecify.annotations.NullMarked;
