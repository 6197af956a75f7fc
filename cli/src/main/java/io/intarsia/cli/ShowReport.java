package io.intarsia.cli;

import io.intarsia.library.history.VersionSummary;
import io.intarsia.library.manifest.PlaceEntry.Area;
import io.intarsia.library.manifest.PlaceEntry.Segment;
import io.intarsia.library.record.Dropped;
import io.intarsia.library.view.ListedFile;
import io.intarsia.library.view.StoredPlace;
import io.intarsia.library.view.VersionDetails;
import io.intarsia.library.view.VersionDetails.DiskDetails;
import io.intarsia.library.view.VersionDetails.FileSystemDetails;
import io.intarsia.library.view.VersionDetails.PartitionDetails;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
        .put("notes", details.notes())
        .put("droppedBytes", details.droppedBytes());
    json(json, details.dropped());
    json.put("readers", details.readers()).array("disks");
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
    json.endArray().array("attachments");
    for (ListedFile file : details.attachments()) {
      json.object()
          .put("name", name(file))
          .put("size", file.size())
          .put("sha256", file.sha256())
          .endObject();
    }
    json.endArray().endObject();
  }

  /** What was stored as zeros. */
  static void json(JsonOutput json, List<Dropped> dropped) {
    json.array("dropped");
    for (Dropped each : dropped) {
      json.object()
          .put("what", each.what())
          .put("where", each.where())
          .put("bytes", each.bytes())
          .endObject();
    }
    json.endArray();
  }

  private static String name(ListedFile file) {
    return new String(file.path(), 1, file.path().length - 1, StandardCharsets.UTF_8);
  }

  private static void json(JsonOutput json, PartitionDetails partition) {
    FileSystemDetails filesystem = partition.filesystem();
    json.object()
        .put("name", partition.name())
        .put("kind", kind(partition))
        .putOptional("offset", partition.offset())
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
    if (!partition.segments().isEmpty()) {
      segments(json, partition.segments());
    }
    json.endObject();
  }

  private static void segments(JsonOutput json, List<Segment> segments) {
    json.array("segments");
    for (Segment segment : segments) {
      json.object().put("length", segment.length());
      if (segment.areas().size() > 1) {
        json.put("stripeBytes", segment.stripeBytes());
      }
      json.array("areas");
      for (Area area : segment.areas()) {
        json.object().put("disk", "d" + area.disk()).put("offset", area.offset()).endObject();
      }
      json.endArray().endObject();
    }
    json.endArray();
  }

  private static String kind(PartitionDetails partition) {
    return switch (partition.kind()) {
      case PARTITION -> "partition";
      case VOLUME -> "volume";
      case FILE -> "file";
    };
  }

  static void text(TextOutput text, VersionDetails details) throws IOException {
    VersionSummary summary = details.summary();
    text.line(
        summary.image() + "@" + summary.version() + (summary.isDefault() ? " (default)" : ""));
    text.pair(WIDTH, "id", summary.id());
    if (summary.lost() > 0) {
      text.pair(
          WIDTH,
          "damaged",
          summary.lost() + " chunks of it are lost; 'intarsia verify' names the files");
    }
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
    for (String note : details.notes()) {
      text.pair(WIDTH, "note", note);
    }
    for (Dropped dropped : details.dropped()) {
      text.pair(
          WIDTH,
          "dropped",
          dropped.what() + " of " + dropped.where() + ", " + Sizes.text(dropped.bytes()));
    }
    for (ListedFile file : details.attachments()) {
      text.pair(WIDTH, "attachment", name(file) + ", " + Sizes.text(file.size()));
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
      partition.offset() == null ? "-" : Long.toString(partition.offset()),
      Sizes.text(partition.length()),
      partition.kind() == StoredPlace.Kind.PARTITION
          ? PartitionTypes.text(partition.type())
          : partition.type(),
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
