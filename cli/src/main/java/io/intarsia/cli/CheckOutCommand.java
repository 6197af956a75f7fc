package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.checkout.CheckOutRequest;
import io.intarsia.library.checkout.CheckOutResult;
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

  @Override
  int run(Library library) throws IOException {
    boolean standardOutput = file.equals("-");
    if (standardOutput && program.json()) {
      throw new LibraryException(
          "the disk and --json cannot both go to standard output; name a file");
    }
    CheckOutRequest request =
        new CheckOutRequest(
            image, standardOutput ? null : HostFiles.path(file), format, disk, true);
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
}
