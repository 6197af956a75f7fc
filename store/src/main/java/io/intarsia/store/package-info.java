/**
 * The store: what lies where, durably. See docs/ARCHITECTURE.md; the bytes on disk are specified in
 * docs/formats/.
 */
@NullMarked
package io.intarsia.store;

import org.jspecify.annotations.NullMarked;
