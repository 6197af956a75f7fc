package io.intarsia.cli;

import io.intarsia.formats.image.qcow2.Qcow2StreamWriter;
import io.intarsia.library.Library;
import io.intarsia.library.checkout.CheckOutRequest;
import io.intarsia.library.checkout.CheckOutResult;
import io.intarsia.library.checkout.Qcow2Options;
import io.intarsia.library.error.LibraryException;
import io.intarsia.library.reference.ImageReference;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code intarsia checkout}. */
@Command(
    name = "checkout",
    description = {
      "Writes a version back as a disk image, verified, bit for bit.",
      "FILE appears under its name only when it is whole."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  intarsia checkout debian debian.raw",
      "  intarsia checkout debian@1 debian.qcow2 --format qcow2",
      "  intarsia checkout debian small.qcow2 --format qcow2 --compress zstd",
      "  intarsia checkout web@3 web.qcow2 --format qcow2 --backing debian@1 --backing-file debian.qcow2",
      "  intarsia checkout debian debian.vmdk --format vmdk-stream",
      "  intarsia checkout debian - | ssh host \"cat > /dev/vg0/debian\""
    })
final class CheckOutCommand extends LibraryCommand {
  @Parameters(
      index = "0",
      paramLabel = "NAME[@V]",
      converter = Arguments.Image.class,
      description = "The image, and which version; else its default version.")
  private ImageReference image;

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description = "The file or block device to write; - is standard output (raw).")
  private String file;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "raw",
      description = {
        "How to write the disk: raw, qcow2, vmdk, vmdk-stream (streamOptimized), vdi, vhd or vhdx",
        "(default: ${DEFAULT-VALUE})."
      })
  private String format;

  @Option(
      names = "--disk",
      paramLabel = "N",
      description = {
        "Which disk of the image, counted from 0.",
        "Without it, an image of several disks goes to FILE.0, FILE.1 ..."
      })
  private @Nullable Integer disk;

  @Option(
      names = "--compress",
      paramLabel = "zlib|zstd",
      description = "Compress the clusters of a qcow2 image.")
  private @Nullable CompressOption compress;

  @Option(
      names = "--backing",
      paramLabel = "NAME[@V]",
      converter = Arguments.Image.class,
      description = "Write only what differs from that version's disk, into a qcow2 image.")
  private @Nullable ImageReference backing;

  @Option(
      names = "--backing-file",
      paramLabel = "PATH",
      description = {
        "How the image is to name that disk's file, relative to the image; a name that ends in",
        ".qcow2 is one of that format, any other raw (default: NAME.raw or NAME@V.raw)."
      })
  private @Nullable String backingFile;

  CheckOutCommand(Intarsia program) {
    super(program);
  }

  @Override
  int run(Library library) throws IOException {
    boolean standardOutput = file.equals("-");
    if (standardOutput && program.json()) {
      throw new LibraryException(
          "the disk and --json cannot both go to standard output; name a file");
    }
    CheckOutRequest request =
        new CheckOutRequest(
            image, standardOutput ? null : HostFiles.path(file), format, disk, true, qcow2());
    CheckOutResult result = library.checkOut(request, program.streams().out(), program.progress());
    result.warnings().forEach(program::note);
    if (program.json()) {
      try (JsonOutput json = json()) {
        json.object()
            .put("virtualBytes", result.virtualBytes())
            .put("writtenBytes", result.writtenBytes())
            .putSeconds("seconds", result.seconds())
            .endObject();
      }
    } else if (!standardOutput) {
      try (TextOutput text = text()) {
        text.print(image + ": " + Sizes.text(result.virtualBytes()) + " in " + file);
        text.line(
            ", "
                + Sizes.text(result.writtenBytes())
                + " of data, "
                + Durations.text(result.seconds()));
      }
    }
    return Invocation.DONE;
  }

  private @Nullable Qcow2Options qcow2() throws LibraryException {
    if (backingFile != null && backing == null) {
      throw new LibraryException("--backing-file needs --backing, which says what that file holds");
    }
    if (compress == null && backing == null) {
      return null;
    }
    return new Qcow2Options(
        compress == null ? Qcow2StreamWriter.Compression.NONE : compress.compression,
        backing,
        backing == null ? null : backingFile(backing));
  }

  private Qcow2StreamWriter.Backing backingFile(ImageReference reference) {
    String name = backingFile == null ? reference + ".raw" : backingFile;
    return new Qcow2StreamWriter.Backing(name, name.endsWith(".qcow2") ? "qcow2" : "raw");
  }

  /** The option's words. */
  enum CompressOption {
    zlib(Qcow2StreamWriter.Compression.ZLIB),
    zstd(Qcow2StreamWriter.Compression.ZSTD);

    private final Qcow2StreamWriter.Compression compression;

    CompressOption(Qcow2StreamWriter.Compression compression) {
      this.compression = compression;
    }
  }
}
