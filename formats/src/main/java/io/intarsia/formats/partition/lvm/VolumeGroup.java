package io.intarsia.formats.partition.lvm;

import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.partition.VolumeMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A volume group as its text describes it, and which of its physical volumes are here. */
final class VolumeGroup {
  private static final long MAX_EXTENT_SECTORS = 1L << 32;
  private static final long MAX_SECTOR = Long.MAX_VALUE / LvmLayout.SECTOR / 2;

  private final String name;
  private final Section text;
  private final long extentBytes;
  private final Map<String, PhysicalVolume> present;

  /** A physical volume of the group; {@code here} is null when it is missing. */
  private record Member(String uuid, long dataOffset, @Nullable PhysicalVolume here) {}

  /**
   * @param text the section of the group
   * @param present physical volumes by UUID without dashes
   */
  VolumeGroup(String name, Section text, Map<String, PhysicalVolume> present)
      throws MalformedException {
    this.name = name;
    this.text = text;
    this.present = present;
    this.extentBytes = text.number("extent_size", MAX_EXTENT_SECTORS) * LvmLayout.SECTOR;
  }

  /** The visible volumes by name's order in the text. */
  List<LogicalVolume> volumes(List<String> problems) throws MalformedException {
    List<LogicalVolume> volumes = new ArrayList<>();
    if (!text.isSection("logical_volumes")) {
      return volumes;
    }
    Section all = text.section("logical_volumes");
    for (String volume : all.names()) {
      if (volumes.size() == LvmLayout.MAX_VOLUMES) {
        problems.add(name + ": only " + LvmLayout.MAX_VOLUMES + " of its volumes are listed.");
        break;
      }
      try {
        Section section = all.section(volume);
        if (isVisible(section) && Names.isValid(volume)) {
          volumes.add(volume(name + "/" + volume, section));
        }
      } catch (MalformedException e) {
        problems.add(name + "/" + volume + ": " + e.getMessage() + ".");
      }
    }
    return volumes;
  }

  private static boolean isVisible(Section volume) throws MalformedException {
    return volume.array("status").contains(new Section.Value.Text("VISIBLE"));
  }

  private LogicalVolume volume(String path, Section volume) throws MalformedException {
    int count = (int) volume.number("segment_count", LvmLayout.MAX_SEGMENTS);
    List<VolumeMap.Segment> segments = new ArrayList<>();
    TreeSet<String> kinds = new TreeSet<>();
    String problem = count == 0 ? "it has no segments" : null;
    long length = 0;
    for (int i = 1; i <= count; i++) {
      Section section = volume.section("segment" + i);
      long extents = section.number("extent_count", Integer.MAX_VALUE);
      long bytes = multiply(extents);
      kinds.add(kind(section));
      try {
        if (problem == null) {
          if (multiply(section.number("start_extent", Integer.MAX_VALUE)) != length) {
            throw new MalformedException(path, "its segments leave a gap or overlap");
          }
          segments.add(segment(path, section, length, bytes));
        }
      } catch (MalformedException | UnsupportedException e) {
        problem = e.getMessage();
      }
      length += bytes;
      if (length < 0 || length > Long.MAX_VALUE / 2) {
        throw new MalformedException(path, "its length is impossible");
      }
    }
    VolumeMap map = problem == null ? new VolumeMap(segments) : null;
    return new LogicalVolume(
        path, volume.text("id"), String.join("+", kinds), length, map, problem);
  }

  private long multiply(long extents) throws MalformedException {
    if (extents > Long.MAX_VALUE / 4 / Math.max(1, extentBytes)) {
      throw new MalformedException(name, "a segment has an impossible number of extents");
    }
    return extents * extentBytes;
  }

  private static String kind(Section segment) throws MalformedException {
    String type = segment.text("type");
    return type.equals("striped") && segment.array("stripes").size() == 2 ? "linear" : type;
  }

  private VolumeMap.Segment segment(String path, Section segment, long start, long bytes)
      throws MalformedException, UnsupportedException {
    String kind = kind(segment);
    if (!kind.equals("linear") && !kind.equals("striped")) {
      throw new UnsupportedException(path, "segments of kind " + kind + " are not read");
    }
    List<Section.Value> stripes = segment.array("stripes");
    int count = stripes.size() / 2;
    if (stripes.size() % 2 != 0 || count == 0 || count > LvmLayout.MAX_STRIPES || bytes == 0) {
      throw new MalformedException(path, "a segment has an impossible number of stripes");
    }
    long stripeBytes = bytes;
    if (count > 1) {
      stripeBytes = segment.number("stripe_size", MAX_EXTENT_SECTORS) * LvmLayout.SECTOR;
      if (stripeBytes == 0 || bytes % count != 0 || bytes / count % stripeBytes != 0) {
        throw new MalformedException(path, "a segment's stripes do not fit its length");
      }
    }
    List<Long> areas = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      areas.add(area(path, stripes.get(2 * i), stripes.get(2 * i + 1), bytes / count));
    }
    return new VolumeMap.Segment(start, bytes, stripeBytes, areas);
  }

  private long area(String path, Section.Value member, Section.Value extent, long bytes)
      throws MalformedException, UnsupportedException {
    if (!(member instanceof Section.Value.Text(String memberName))
        || !(extent instanceof Section.Value.Amount(long firstExtent))
        || firstExtent < 0) {
      throw new MalformedException(path, "a stripe names no place");
    }
    Member volume = member(memberName);
    PhysicalVolume here = volume.here();
    if (here == null) {
      throw new UnsupportedException(
          path, "its physical volume " + volume.uuid() + " is not in this image");
    }
    long offset = volume.dataOffset() + multiply(firstExtent);
    if (!Ranges.fits(offset, bytes, here.source().size())) {
      throw new MalformedException(path, "a segment leaves its physical volume");
    }
    return here.place() + offset;
  }

  private Member member(String memberName) throws MalformedException {
    Section section = text.section("physical_volumes").section(memberName);
    String uuid = section.text("id");
    long start = section.number("pe_start", MAX_SECTOR) * LvmLayout.SECTOR;
    return new Member(uuid, start, present.get(uuid.replace("-", "")));
  }
}
