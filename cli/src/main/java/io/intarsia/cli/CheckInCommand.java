package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.checkin.CheckInRequest;
import io.intarsia.library.checkin.CheckInResult;
import io.intarsia.library.checkin.FreeSpace;
import io.intarsia.library.checkin.plan.Junk;
import io.intarsia.library.reference.ImageReference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code intarsia checkin}. */
@Command(
    name = "checkin",
    description = {
      "Stores a disk image as the next version of NAME.",
      "qcow2, VMDK, VDI, VHD, VHDX, OVA and OVF are recognised by content; all else is raw.",
      "Any of them may be compressed with gzip, xz, zstd or bzip2.",
      "The first check-in creates the default store."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  intarsia checkin debian.qcow2 debian",
      "  intarsia checkin web.raw web --derived-from debian@2 --message \"with nginx\"",
      "  zstd -dc disk.raw.zst | intarsia checkin - disk",
      "  intarsia checkin /dev/vg0/vm7 vm7 --free-space drop",
      "  intarsia checkin overlay.qcow2 vm8 --allow-backing base.qcow2"
    })
final class CheckInCommand extends LibraryCommand {
  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "An image file or block device; - is standard input.")
  private String file;

  @Parameters(
      index = "1",
      paramLabel = "NAME",
      converter = Arguments.Name.class,
      description = "The image's name: letters, digits, '.', '_', '-'.")
  private String name;

  @Option(
      names = "--format",
      paramLabel = "F",
      description = {
        "Take FILE as raw, qcow2, vmdk, vdi, vhd, vhdx, ova, ovf, gzip, xz, zstd or bzip2",
        "instead of looking at its content."
      })
  private @Nullable String format;

  @Option(
      names = "--derived-from",
      paramLabel = "NAME[@V]",
      converter = Arguments.Image.class,
      description = "The version that this one was made from; else the version before it.")
  private @Nullable ImageReference derivedFrom;

  @Option(
      names = "--free-space",
      paramLabel = "keep|drop",
      defaultValue = "keep",
      description = {
        "keep: every byte comes back (default).",
        "drop: blocks that a file system says are unused come back as zeros."
      })
  private FreeSpaceOption freeSpace;

  @Option(
      names = "--drop",
      paramLabel = "WHAT",
      split = ",",
      converter = Arguments.Drop.class,
      description = {
        "What comes back as zeros: swap, pagefile, hibernation, or several with commas.",
        "What was left out stands in 'intarsia show'."
      })
  private List<Junk> drop = new ArrayList<>();

  @Option(
      names = "--no-index",
      description = "Look for no file systems; everything is stored as blocks.")
  private boolean noIndex;

  @Option(
      names = "--allow-backing",
      paramLabel = "FILE",
      description = "A backing file that the image may read; once for each of a chain.")
  private List<Path> allowedBacking = new ArrayList<>();

  @Option(names = "--message", paramLabel = "M", description = "A note to keep with the version.")
  private @Nullable String message;

  CheckInCommand(Intarsia program) {
    super(program);
  }

  @Override
  Library open() throws IOException {
    return program.openOrCreate();
  }

  @Override
  int run(Library library) throws IOException {
    CheckInRequest request =
        new CheckInRequest(
            file.equals("-") ? null : HostFiles.imageFile(file),
            name,
            format,
            derivedFrom,
            freeSpace == FreeSpaceOption.drop ? FreeSpace.DROP : FreeSpace.KEEP,
            Set.copyOf(drop),
            !noIndex,
            allowedBacking,
            message);
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
