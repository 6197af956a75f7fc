package io.intarsia.library.checkout;

import io.intarsia.library.reference.ImageReference;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to check out, and where to.
 *
 * @param file target file or block device; null for standard output (raw only)
 * @param format {@code raw}, {@code qcow2}, {@code vmdk}, {@code vmdk-stream} (streamOptimized),
 *     {@code vdi}, {@code vhd} or {@code vhdx}
 * @param disk number of the disk, from 0; null for all: an image of several goes to {@code file.0},
 *     {@code file.1} ...
 * @param verify whether to check each chunk's fingerprint beside the frames' checksums
 * @param qcow2 of format {@code qcow2} only: null for neither compression nor a backing file
 */
public record CheckOutRequest(
    ImageReference image,
    @Nullable Path file,
    String format,
    @Nullable Integer disk,
    boolean verify,
    @Nullable Qcow2Options qcow2) {

  /** A check-out in the format's plain way. */
  public CheckOutRequest(
      ImageReference image,
      @Nullable Path file,
      String format,
      @Nullable Integer disk,
      boolean verify) {
    this(image, file, format, disk, verify, null);
  }

  /** The formats that a disk can be written in. */
  public static List<String> formats() {
    return ContainerFormat.names();
  }

  /**
   * Why what is asked for does not go together, whatever the image is; null if it does.
   *
   * @param format one of {@link #formats}
   * @param streams whether it goes to standard output
   * @param asQcow2 whether it is to have what only {@code qcow2} has
   */
  public static @Nullable String contradiction(String format, boolean streams, boolean asQcow2) {
    if (asQcow2 && !format.equals("qcow2")) {
      return "--compress and --backing are for qcow2 images; add --format qcow2";
    }
    if (streams && !format.equals("raw")) {
      return "only raw can be written to standard output; name a file for " + format;
    }
    return null;
  }
}
