package io.intarsia.formats.filesystem.iso9660;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.filesystem.DiskTool;
import io.intarsia.formats.filesystem.FileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Images made by xorriso and genisoimage. */
final class IsoImage {
  private IsoImage() {}

  /**
   * @param options of the tool, apart by blanks
   */
  static byte[] genisoimage(Path directory, Path tree, String options) throws IOException {
    return make(directory, List.of("genisoimage", "-quiet"), tree, options);
  }

  static byte[] xorriso(Path directory, Path tree, String options) throws IOException {
    return make(
        directory, List.of("xorriso", "-report_about", "SORRY", "-as", "mkisofs"), tree, options);
  }

  /** A file as zisofs stores it, which genisoimage recognises with {@code -z}. */
  static byte[] zisofs(Path directory, byte[] content) throws IOException {
    Path plain = Files.write(directory.resolve("plain-file"), content);
    Path file = directory.resolve("zisofs.iso");
    DiskTool.run(
        "xorriso",
        "-report_about",
        "SORRY",
        "-outdev",
        file,
        "-map",
        plain,
        "/compressed",
        "-set_filter",
        "--zisofs",
        "/compressed",
        "--");
    byte[] image = Files.readAllBytes(file);
    Files.delete(file);
    Files.delete(plain);
    int record = IsoReaderTest.recordOf(image, "compressed");
    int data = (int) LittleEndian.u32(image, record + 2) * 2048;
    return Arrays.copyOfRange(image, data, data + (int) LittleEndian.u32(image, record + 10));
  }

  private static byte[] make(Path directory, List<String> tool, Path tree, String options)
      throws IOException {
    Path file = Files.createTempFile(directory, "iso", ".iso");
    Files.delete(file);
    List<Object> command = new ArrayList<>(tool);
    command.addAll(List.of("-o", file));
    for (String option : options.split(" ", -1)) {
      if (!option.isEmpty()) {
        command.add(option);
      }
    }
    command.add(tree);
    DiskTool.run(command.toArray());
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    return bytes;
  }

  static FileSystem open(byte[] image) throws IOException {
    return new IsoReader().open(new MemorySource("image", image));
  }
}
