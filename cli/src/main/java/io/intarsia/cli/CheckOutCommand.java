package io.intarsia.cli;

import io.intarsia.formats.image.qcow2.Qcow2StreamWriter;
import io.intarsia.library.Library;
import io.intarsia.library.checkout.CheckOutRequest;
import io.intarsia.library.checkout.CheckOutResult;
import io.intarsia.library.checkout.Qcow2Options;
import io.intarsia.library.reference.ImageReference;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** {@code intarsia checkout}. */
final class CheckOutCommand extends LibraryCommand {
  private final Word<ImageReference> image = imageParameter();

  private final Word<String> file =
      parameter("FILE", "The file or block device to write; - is standard output (raw).");

  private final Word<String> format =
      option(
          described(
                  "--format",
                  "FORMAT",
                  "How to write the disk: raw, qcow2, vmdk, vmdk-stream (streamOptimized), vdi, vhd or vhdx",
                  "(default: ${DEFAULT-VALUE}).")
              .converters(Formats::toWrite)
              .completionCandidates(CheckOutRequest.formats())
              .defaultValue("raw"));
  private final Word<Integer> disk =
      option(
          "--disk",
          "N",
          Arguments.number(0, "no number of a disk; the first one is 0"),
          "Which disk of the image, counted from 0.",
          "Without it, an image of several disks goes to FILE.0, FILE.1 ...");
  private final Word<CompressOption> compress =
      option(
          "--compress",
          "zlib|zstd",
          CompressOption.class,
          "Compress the clusters of a qcow2 image.");
  private final Word<ImageReference> backing =
      option(
          "--backing",
          "NAME[@V]",
          Arguments::image,
          "Write only what differs from that version's disk, into a qcow2 image.");
  private final Word<String> backingFile =
      option(
          "--backing-file",
          "PATH",
          "How the image is to name that disk's file, relative to the image; a name that ends in",
          ".qcow2 is one of that format, any other raw (default: NAME.raw or NAME@V.raw).");

  CheckOutCommand(Intarsia program) {
    super(
        program,
        "checkout",
        "Writes a version back as a disk image, verified, bit for bit.",
        "FILE appears under its name only when it is whole.");
    examples(
        "intarsia checkout debian debian.raw",
        "intarsia checkout debian@1 debian.qcow2 --format qcow2",
        "intarsia checkout debian small.qcow2 --format qcow2 --compress zstd",
        "intarsia checkout web@3 web.qcow2 --format qcow2 --backing debian@1 --backing-file debian.qcow2",
        "intarsia checkout debian debian.vmdk --format vmdk-stream",
        "intarsia checkout debian - | ssh host \"cat > /dev/vg0/debian\"");
  }

  @Override
  void check() {
    if (!backingFile.isAbsent() && backing.isAbsent()) {
      throw program.wrongUsage("--backing-file needs --backing, which says what that file holds");
    }
    String contradiction =
        CheckOutRequest.contradiction(format.get(), toStandardOutput(), isQcow2Only());
    if (contradiction != null) {
      throw program.wrongUsage(contradiction);
    }
    if (toStandardOutput() && program.json()) {
      throw program.wrongUsage(
          "the disk and --json cannot both go to standard output; name a file");
    }
  }

  private boolean toStandardOutput() {
    return file.get().equals("-");
  }

  private boolean isQcow2Only() {
    return !compress.isAbsent() || !backing.isAbsent();
  }

  @Override
  int run(Library library) throws IOException {
    CheckOutRequest request =
        new CheckOutRequest(
            image.get(),
            toStandardOutput() ? null : HostFiles.path(file.get()),
            format.get(),
            disk.orNull(),
            true,
            qcow2());
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
    } else if (!toStandardOutput()) {
      try (TextOutput text = text()) {
        text.print(image.get() + ": " + Sizes.text(result.virtualBytes()) + " in " + file.get());
        text.line(
            ", "
                + Sizes.text(result.writtenBytes())
                + " of data, "
                + Durations.text(result.seconds()));
      }
    }
    return Invocation.DONE;
  }

  private @Nullable Qcow2Options qcow2() {
    if (!isQcow2Only()) {
      return null;
    }
    return new Qcow2Options(
        compress.isAbsent() ? Qcow2StreamWriter.Compression.NONE : compress.get().compression,
        backing.orNull(),
        backing.isAbsent() ? null : backingFile(backing.get()));
  }

  private Qcow2StreamWriter.Backing backingFile(ImageReference reference) {
    String name = backingFile.orElse(reference + ".raw");
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
