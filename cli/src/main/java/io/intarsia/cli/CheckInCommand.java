package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.checkin.CheckInRequest;
import io.intarsia.library.checkin.CheckInResult;
import io.intarsia.library.checkin.FreeSpace;
import io.intarsia.library.checkin.plan.Junk;
import io.intarsia.library.reference.ImageReference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** {@code intarsia checkin}. */
final class CheckInCommand extends LibraryCommand {
  private final Word<String> file =
      parameter("FILE", "An image file or block device; - is standard input.");

  private final Word<String> name =
      parameter("NAME", Arguments::name, "The image's name: letters, digits, '.', '_', '-'.");
  private final Word<String> format =
      option(
          described(
                  "--format",
                  "F",
                  "Take FILE as raw, qcow2, vmdk, vdi, vhd, vhdx, ova, ovf, gzip, xz, zstd or bzip2",
                  "instead of looking at its content.")
              .converters(Formats::toRead)
              .completionCandidates(Formats::read));
  private final Word<ImageReference> derivedFrom =
      option(
          "--derived-from",
          "NAME[@V]",
          Arguments::image,
          "The version that this one was made from; else the version before it.");

  private final Word<FreeSpaceOption> freeSpace =
      option(
          described(
                  "--free-space",
                  "keep|drop",
                  "keep: every byte comes back (default).",
                  "drop: blocks that a file system says are unused come back as zeros.")
              .type(FreeSpaceOption.class)
              .defaultValue("keep"));
  private final Word<List<Junk>> drop =
      options(
          described(
                  "--drop",
                  "WHAT",
                  "What comes back as zeros: swap, pagefile, hibernation, or several with commas.",
                  "What was left out stands in 'intarsia show'.")
              .splitRegex(",")
              .converters(Arguments::drop)
              .completionCandidates(Arguments::drops));
  private final Word<Boolean> noIndex =
      flag("--no-index", "Look for no file systems; everything is stored as blocks.");

  private final Word<List<Path>> allowedBacking =
      options(
          described(
                  "--allow-backing",
                  "FILE",
                  "A backing file that the image may read; once for each of a chain.")
              .auxiliaryTypes(Path.class));

  private final Word<String> message = option("--message", "M", "A note to keep with the version.");

  CheckInCommand(Intarsia program) {
    super(
        program,
        "checkin",
        "Stores a disk image as the next version of NAME.",
        "qcow2, VMDK, VDI, VHD, VHDX, OVA and OVF are recognised by content; all else is raw.",
        "Any of them may be compressed with gzip, xz, zstd or bzip2.",
        "The first check-in creates the default store.");
    examples(
        "intarsia checkin debian.qcow2 debian",
        "intarsia checkin web.raw web --derived-from debian@2 --message \"with nginx\"",
        "zstd -dc disk.raw.zst | intarsia checkin - disk",
        "intarsia checkin /dev/vg0/vm7 vm7 --free-space drop",
        "intarsia checkin overlay.qcow2 vm8 --allow-backing base.qcow2");
  }

  @Override
  Library open() throws IOException {
    return program.openOrCreate();
  }

  @Override
  int run(Library library) throws IOException {
    CheckInRequest request =
        new CheckInRequest(
            file.get().equals("-") ? null : HostFiles.imageFile(file.get()),
            name.get(),
            format.orNull(),
            derivedFrom.orNull(),
            freeSpace.get() == FreeSpaceOption.drop ? FreeSpace.DROP : FreeSpace.KEEP,
            Set.copyOf(drop.get()),
            !noIndex.get(),
            allowedBacking.get(),
            message.orNull());
    CheckInResult result = library.checkIn(request, program.progress());
    result.notes().forEach(program::note);
    if (program.json()) {
      try (JsonOutput json = json()) {
        CheckInReport.json(json, result);
      }
    } else {
      try (TextOutput text = text()) {
        CheckInReport.text(text, result);
      }
    }
    return Invocation.DONE;
  }

  /** The option's words. */
  enum FreeSpaceOption {
    keep,
    drop
  }
}
