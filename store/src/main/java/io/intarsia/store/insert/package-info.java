/**
 * From chunks to sealed packs: frames are filled, compressed on several threads, written in order.
 */
@NullMarked
package io.intarsia.store.insert;

import org.jspecify.annotations.NullMarked;
