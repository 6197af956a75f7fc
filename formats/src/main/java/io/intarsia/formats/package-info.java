/**
 * What all readers of formats share: the two ways in which something that was read can be wrong.
 */
@NullMarked
package io.intarsia.formats;

import org.jspecify.annotations.NullMarked;
