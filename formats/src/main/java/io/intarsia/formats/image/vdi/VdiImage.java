package io.intarsia.formats.image.vdi;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.image.DiskImage;
import io.intarsia.formats.image.mapped.MappedDisk;
import java.io.IOException;
import java.util.List;

/** An opened VDI image. */
public final class VdiImage implements DiskImage {
  public static final String FORMAT = "vdi";

  private final ByteSource file;
  private final VdiHeader header;
  private final MappedDisk disk;

  private VdiImage(ByteSource file, VdiHeader header) {
    this.file = file;
    this.header = header;
    this.disk =
        new MappedDisk(
            file.description() + " > disk", header.diskSize(), new VdiMap(file, header), null);
  }

  /**
   * Opens an image, which then owns the file; when opening fails the file stays open.
   *
   * @throws io.intarsia.formats.UnsupportedException for differencing images
   */
  public static VdiImage open(ByteSource file) throws IOException {
    return new VdiImage(file, VdiHeader.parse(file));
  }

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public ByteSource disk() {
    return disk;
  }

  @Override
  public List<String> leftOut() {
    return header.hasDescription() ? List.of("the description of the VDI image") : List.of();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
