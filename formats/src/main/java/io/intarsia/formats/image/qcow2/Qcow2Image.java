package io.intarsia.formats.image.qcow2;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.image.BackingFiles;
import io.intarsia.formats.image.BackingOpener;
import io.intarsia.formats.image.DiskImage;
import io.intarsia.formats.image.mapped.MappedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An opened qcow2 image with the images and files below it. */
public final class Qcow2Image implements DiskImage {
  public static final String FORMAT = "qcow2";

  private final ByteSource file;
  private final Qcow2Header header;
  private final Below below;
  private final CompressedClusters compressed;
  private final MappedDisk disk;

  /** What was opened beside the image. */
  private record Below(@Nullable ByteSource dataFile, @Nullable DiskImage backing) {
    void close() throws IOException {
      try (dataFile;
          backing) {
        // Both are closed, whichever fails.
      }
    }
  }

  private Qcow2Image(ByteSource file, Qcow2Header header, Below below) {
    this.file = file;
    this.header = header;
    this.below = below;
    this.compressed = new CompressedClusters(file, header);
    ByteSource data = below.dataFile == null ? file : below.dataFile;
    ByteSource backing = below.backing == null ? null : below.backing.disk();
    Qcow2Map map = new Qcow2Map(file, data, header, compressed);
    this.disk = new MappedDisk(file.description() + " > disk", header.virtualSize(), map, backing);
  }

  /**
   * Opens an image, which then owns the file; when opening fails the file stays open.
   *
   * @param files opens what the image names
   * @param opener opens the backing file once it was found
   */
  public static Qcow2Image open(ByteSource file, BackingFiles files, BackingOpener opener)
      throws IOException {
    Qcow2Header header = Qcow2Header.parse(file);
    ByteSource dataFile = openDataFile(file, header, files);
    try {
      return new Qcow2Image(file, header, new Below(dataFile, openBacking(header, files, opener)));
    } catch (IOException | RuntimeException e) {
      if (dataFile != null) {
        dataFile.close();
      }
      throw e;
    }
  }

  private static @Nullable ByteSource openDataFile(
      ByteSource file, Qcow2Header header, BackingFiles files) throws IOException {
    if (!header.has(Qcow2Layout.FEATURE_DATA_FILE)) {
      return null;
    }
    String name = header.extensions().dataFile();
    if (name == null) {
      throw new MalformedException(file.description(), "it does not name its external data file");
    }
    return files.open(name).source();
  }

  private static @Nullable DiskImage openBacking(
      Qcow2Header header, BackingFiles files, BackingOpener opener) throws IOException {
    if (header.backingName() == null) {
      return null;
    }
    BackingFiles.Backing backing = files.open(header.backingName());
    try {
      return opener.open(backing, header.extensions().backingFormat());
    } catch (IOException | RuntimeException e) {
      backing.source().close();
      throw e;
    }
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
    List<String> phrases = new ArrayList<>();
    if (header.snapshots() > 0) {
      phrases.add(counted(header.snapshots(), "internal snapshot"));
    }
    if (header.extensions().bitmaps() > 0) {
      phrases.add(counted(header.extensions().bitmaps(), "bitmap"));
    }
    return phrases;
  }

  @Override
  public List<String> notes() {
    List<String> sentences = new ArrayList<>();
    if (header.has(Qcow2Layout.FEATURE_CORRUPT)) {
      sentences.add("The image is marked corrupt; its disk was read as it is.");
    }
    if (header.has(Qcow2Layout.FEATURE_DIRTY)) {
      sentences.add("The image was not closed properly; its disk was read as it is.");
    }
    if (below.backing != null) {
      sentences.addAll(below.backing.notes());
    }
    return sentences;
  }

  private static String counted(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  @Override
  public void close() throws IOException {
    compressed.close();
    try (file) {
      below.close();
    }
  }
}
