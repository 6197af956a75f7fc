/** The objects that describe an image; each kind's encoding is specified in docs/formats/. */
@NullMarked
package io.intarsia.library.manifest;

import org.jspecify.annotations.NullMarked;
