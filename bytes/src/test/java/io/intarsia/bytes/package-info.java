/** Tests of byte sources; {@link io.intarsia.bytes.ByteSourceContract} is run by all of them. */
@NullMarked
package io.intarsia.bytes;

import org.jspecify.annotations.NullMarked;
