/** Version records: the log of everything that happened to the library's images. */
@NullMarked
package io.intarsia.library.record;

import org.jspecify.annotations.NullMarked;
