/** The index: from fingerprint to place. Specified in docs/formats/index.md. */
@NullMarked
package io.intarsia.store.index;

import org.jspecify.annotations.NullMarked;
