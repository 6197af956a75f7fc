package io.intarsia.formats.partition.lvm;

import io.intarsia.bytes.OutOfRangeException;
import io.intarsia.formats.MalformedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the volume groups that physical volumes of one image make up. */
public final class LvmReader {
  private final Map<String, PhysicalVolume> present = new HashMap<>();
  private final Map<String, Text> newest = new TreeMap<>();
  private final List<@Nullable String> problems = new ArrayList<>();

  /** The newest text of a group. */
  private record Text(String name, long number, Section section) {}

  /**
   * What was found.
   *
   * @param volumes by group, each group's in the order of its text
   * @param groupProblems what is wrong with groups, one sentence each
   * @param volumeProblems for each physical volume in the order given what is wrong with it, or
   *     null
   */
  public record Result(
      List<LogicalVolume> volumes,
      List<String> groupProblems,
      List<@Nullable String> volumeProblems) {}

  private LvmReader() {}

  /**
   * Reads labels and metadata.
   *
   * @param physical what {@link io.intarsia.formats.filesystem.signature.Signatures} calls {@code
   *     LVM2_member}
   * @throws IOException only when a medium cannot be read; damage is in the result
   */
  public static Result read(List<PhysicalVolume> physical) throws IOException {
    return new LvmReader().readAll(physical);
  }

  private Result readAll(List<PhysicalVolume> physical) throws IOException {
    for (PhysicalVolume volume : physical) {
      problems.add(readVolume(volume));
    }
    List<LogicalVolume> volumes = new ArrayList<>();
    List<String> groupProblems = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Text text : newest.values()) {
      try {
        if (!names.add(text.name())) {
          throw new MalformedException(text.name(), "two groups have this name");
        }
        volumes.addAll(
            new VolumeGroup(text.name(), text.section(), present).volumes(groupProblems));
      } catch (MalformedException e) {
        groupProblems.add(e.getMessage() + ".");
      }
    }
    return new Result(volumes, groupProblems, problems);
  }

  private @Nullable String readVolume(PhysicalVolume volume) throws IOException {
    try {
      PvHeader header = PvHeader.read(volume.source());
      if (present.putIfAbsent(header.uuid(), volume) != null) {
        return "another physical volume has its UUID";
      }
      return readTexts(volume, header);
    } catch (MalformedException | OutOfRangeException e) {
      return e.getMessage();
    }
  }

  /** Takes the texts of all areas; returns what was wrong with those that could not be read. */
  private @Nullable String readTexts(PhysicalVolume volume, PvHeader header) throws IOException {
    String problem = null;
    for (PvHeader.Area area : header.metadataAreas()) {
      try {
        String text = MetadataArea.read(volume.source(), area);
        if (text != null) {
          take(volume.source().description(), text);
        }
      } catch (MalformedException | OutOfRangeException e) {
        problem = e.getMessage();
      }
    }
    return problem;
  }

  private void take(String where, String text) throws MalformedException {
    Section root = TextParser.parse(where, text);
    for (String name : root.names()) {
      if (root.isSection(name)) {
        Section group = root.section(name);
        if (!Names.isValid(name)) {
          throw new MalformedException(where, "LVM's text has a group of an impossible name");
        }
        Text found = new Text(name, group.number("seqno", Long.MAX_VALUE), group);
        newest.merge(group.text("id"), found, (a, b) -> b.number() > a.number() ? b : a);
      }
    }
  }
}
