/** What differs between two versions, file by file. */
@NullMarked
package io.intarsia.library.compare;

import org.jspecify.annotations.NullMarked;
