/** Who owns which bytes of a disk: walks the file systems and settles overlapping claims. */
@NullMarked
package io.intarsia.library.checkin.plan;

import org.jspecify.annotations.NullMarked;
