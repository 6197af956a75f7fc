/** Container formats of disk images: from an image file to the disk that a guest sees. */
@NullMarked
package io.intarsia.formats.image;

import org.jspecify.annotations.NullMarked;
