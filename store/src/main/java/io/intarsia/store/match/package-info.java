/**
 * Finds blocks among stored chunks, wherever in them they lie: by the anchors of the index, and
 * then in the frames around what the anchors led to.
 */
@NullMarked
package io.intarsia.store.match;

import org.jspecify.annotations.NullMarked;
