package io.intarsia.cli;

import io.intarsia.library.history.VersionSummary;
import io.intarsia.library.view.VersionDetails;
import io.intarsia.library.view.VersionDetails.DiskDetails;
import io.intarsia.library.view.VersionDetails.FileSystemDetails;
import io.intarsia.library.view.VersionDetails.PartitionDetails;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a version is made of. */
final class ShowReport {
  private static final int WIDTH = 12;

  private ShowReport() {}

  static void json(JsonOutput json, VersionDetails details) {
    json.object();
    VersionJson.put(json, details.summary());
    json.put("format", details.format())
        .put("leftOut", details.leftOut())
        .put("readers", details.readers())
        .array("disks");
    for (DiskDetails disk : details.disks()) {
      json.object()
          .put("name", disk.name())
          .put("virtualBytes", disk.virtualBytes())
          .put("scheme", disk.scheme())
          .put("sha256", disk.sha256())
          .put("problems", disk.problems())
          .array("partitions");
      disk.partitions().forEach(partition -> json(json, partition));
      json.endArray().endObject();
    }
    json.endArray().endObject();
  }

  private static void json(JsonOutput json, PartitionDetails partition) {
    FileSystemDetails filesystem = partition.filesystem();
    json.object()
        .put("name", partition.name())
        .put("offset", partition.offset())
        .put("length", partition.length())
        .put("type", partition.type())
        .put("uuid", partition.uuid())
        .put("label", partition.label())
        .put("root", partition.root())
        .put("problem", partition.problem())
        .put("filesystem", filesystem == null ? null : filesystem.type());
    if (filesystem != null) {
      json.put("understood", filesystem.understood())
          .put("filesystemUuid", filesystem.uuid())
          .put("filesystemLabel", filesystem.label())
          .put("blockSize", filesystem.blockSize())
          .put("files", filesystem.files())
          .put("directories", filesystem.directories())
          .put("notes", filesystem.notes());
    }
    json.endObject();
  }

  static void text(TextOutput text, VersionDetails details) throws IOException {
    VersionSummary summary = details.summary();
    text.line(
        summary.image() + "@" + summary.version() + (summary.isDefault() ? " (default)" : ""));
    text.pair(WIDTH, "id", summary.id());
    text.pair(WIDTH, "created", summary.created());
    if (summary.derivedFrom() != null) {
      text.pair(WIDTH, "derived from", summary.derivedFrom());
    }
    if (summary.message() != null) {
      text.pair(WIDTH, "message", summary.message());
    }
    text.pair(WIDTH, "from", details.format());
    for (String leftOut : details.leftOut()) {
      text.pair(WIDTH, "left out", leftOut);
    }
    for (DiskDetails disk : details.disks()) {
      disk(text, disk);
    }
  }

  private static void disk(TextOutput text, DiskDetails disk) throws IOException {
    text.line()
        .line(
            "disk "
                + disk.name()
                + ": "
                + Sizes.text(disk.virtualBytes())
                + ", partitions: "
                + disk.scheme());
    if (disk.sha256() != null) {
      text.line("sha256 " + disk.sha256());
    }
    for (String problem : disk.problems()) {
      text.line("problem: " + problem);
    }
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"PART", "OFFSET", "SIZE", "TYPE", "FILESYSTEM", "FILES", ""});
    for (PartitionDetails partition : disk.partitions()) {
      rows.add(row(partition));
    }
    text.table(rows, "lrrllrl");
    for (PartitionDetails partition : disk.partitions()) {
      remarks(text, partition);
    }
  }

  private static String[] row(PartitionDetails partition) {
    FileSystemDetails filesystem = partition.filesystem();
    return new String[] {
      partition.name(),
      Long.toString(partition.offset()),
      Sizes.text(partition.length()),
      PartitionTypes.text(partition.type()),
      filesystem == null ? "-" : filesystem.type(),
      filesystem == null || !filesystem.understood() ? "-" : Long.toString(filesystem.files()),
      partition.root() ? "root" : ""
    };
  }

  private static void remarks(TextOutput text, PartitionDetails partition) throws IOException {
    if (partition.problem() != null) {
      text.line(partition.name() + ": " + partition.problem());
    }
    if (partition.filesystem() != null) {
      for (String note : partition.filesystem().notes()) {
        text.line(partition.name() + ": " + note);
      }
    }
  }
}
