package io.intarsia.formats.image;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.image.ova.ApplianceImage;
import io.intarsia.formats.image.ova.ApplianceSignatures;
import io.intarsia.formats.image.qcow2.Qcow2Image;
import io.intarsia.formats.image.vdi.VdiImage;
import io.intarsia.formats.image.vhd.VhdImage;
import io.intarsia.formats.image.vhdx.VhdxImage;
import io.intarsia.formats.image.vmdk.VmdkImage;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens image files of all formats that are known. */
public final class DiskImages {
  /** The names of the formats that are read. */
  public static final List<String> FORMATS =
      List.of(
          RawImage.FORMAT,
          Qcow2Image.FORMAT,
          VmdkImage.FORMAT,
          VdiImage.FORMAT,
          VhdImage.FORMAT,
          VhdxImage.FORMAT,
          ApplianceImage.OVA,
          ApplianceImage.OVF);

  /** Reading goes down a chain by recursion. */
  private static final int MAX_DEPTH = 100;

  private DiskImages() {}

  /**
   * Opens an image, which then owns the file and closes it; when opening fails the file stays open.
   *
   * @param format {@code raw} to take any file as the bytes of a disk, the name of a format to
   *     insist on it, or null to recognise the format by content
   * @param backing opens what the image names
   * @throws UnsupportedException for a container that is recognised but not read, or a format name
   *     that is none of {@link #FORMATS}
   * @throws io.intarsia.formats.MalformedException for a container that is damaged
   * @throws BackingNotAllowedException when the image needs a file that was not allowed
   */
  public static DiskImage open(ByteSource file, @Nullable String format, BackingFiles backing)
      throws IOException {
    return open(file, format, backing, 0);
  }

  private static DiskImage open(
      ByteSource file, @Nullable String format, BackingFiles files, int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new MalformedException(file.description(), "its chain of backing files is too long");
    }
    BackingOpener opener = (below, f) -> open(below.source(), f, below.files(), depth + 1);
    return switch (format == null ? recognise(file) : format) {
      case RawImage.FORMAT -> new RawImage(file);
      case Qcow2Image.FORMAT -> Qcow2Image.open(file, files, opener);
      case VmdkImage.FORMAT -> VmdkImage.open(file, files, opener);
      case VdiImage.FORMAT -> VdiImage.open(file);
      case VhdImage.FORMAT -> VhdImage.open(file, files, opener);
      case VhdxImage.FORMAT -> VhdxImage.open(file, files, opener);
      case ApplianceImage.OVA -> ApplianceImage.openArchive(file, opener);
      case ApplianceImage.OVF -> ApplianceImage.openDescriptor(file, files, opener);
      case String other ->
          throw new UnsupportedException(
              file.description(),
              format == null
                  ? "the format "
                      + other
                      + " is not read yet; --format raw stores the file's bytes as they are"
                  : "format '"
                      + other
                      + "' cannot be read; these can: "
                      + String.join(", ", FORMATS));
    };
  }

  private static String recognise(ByteSource file) throws IOException {
    String container = ContainerSignatures.recognise(file);
    String appliance =
        container.equals(RawImage.FORMAT) ? ApplianceSignatures.recognise(file) : null;
    return appliance != null ? appliance : container;
  }
}
