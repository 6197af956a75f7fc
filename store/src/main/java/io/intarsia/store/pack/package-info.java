/** Packs: files of frames with a table of contents. Specified in docs/formats/pack.md. */
@NullMarked
package io.intarsia.store.pack;

import org.jspecify.annotations.NullMarked;
