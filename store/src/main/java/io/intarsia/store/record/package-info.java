/** Version records. Specified in docs/formats/record.md. */
@NullMarked
package io.intarsia.store.record;

import org.jspecify.annotations.NullMarked;
