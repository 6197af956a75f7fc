/** Tests whose judge is the kernel or a reference tool, never a reader of our own. */
@NullMarked
package io.intarsia.interop;

import org.jspecify.annotations.NullMarked;
