/** Positional byte sources, their holes, and bounded little- and big-endian access. */
@NullMarked
package io.intarsia.bytes;

import org.jspecify.annotations.NullMarked;
