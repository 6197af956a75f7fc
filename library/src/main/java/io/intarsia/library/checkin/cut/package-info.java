/** Cuts a planned disk into runs and the runs into fingerprinted pieces. */
@NullMarked
package io.intarsia.library.checkin.cut;

import org.jspecify.annotations.NullMarked;
