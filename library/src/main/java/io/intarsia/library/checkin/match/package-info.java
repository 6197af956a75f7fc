/** Whether a disk that is checked in has the bytes of one that is stored. */
@NullMarked
package io.intarsia.library.checkin.match;

import org.jspecify.annotations.NullMarked;
