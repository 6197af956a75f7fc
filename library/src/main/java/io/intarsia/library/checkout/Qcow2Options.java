package io.intarsia.library.checkout;

import io.intarsia.formats.image.qcow2.Qcow2StreamWriter;
import io.intarsia.library.reference.ImageReference;
import org.jspecify.annotations.Nullable;

/**
 * How a qcow2 image is to be written beside the plain way.
 *
 * @param backing the version whose disk the image is to stand on, or null for an image of its own
 * @param backingFile the name that the image stores for that disk; null unless there is one
 */
public record Qcow2Options(
    Qcow2StreamWriter.Compression compression,
    @Nullable ImageReference backing,
    Qcow2StreamWriter.@Nullable Backing backingFile) {}
