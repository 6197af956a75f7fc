package io.intarsia.library.checkin.plan;

import io.intarsia.formats.partition.VolumeMap;

/** Whether places lie on the same bytes of the disks. */
final class Areas {
  private Areas() {}

  static boolean overlap(VolumeMap a, VolumeMap b) {
    for (VolumeMap.Segment mine : a.segments()) {
      for (VolumeMap.Segment theirs : b.segments()) {
        if (overlap(mine, theirs)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a volume has bytes of the disks twice. */
  static boolean overlapsItself(VolumeMap map) {
    for (int i = 0; i < map.segments().size(); i++) {
      VolumeMap.Segment segment = map.segments().get(i);
      for (int j = 0; j < i; j++) {
        if (overlap(segment, map.segments().get(j))) {
          return true;
        }
      }
      for (int area = 1; area < segment.areas().size(); area++) {
        for (int other = 0; other < area; other++) {
          if (overlap(segment.areas().get(area), segment, segment.areas().get(other), segment)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean overlap(VolumeMap.Segment a, VolumeMap.Segment b) {
    for (long first : a.areas()) {
      for (long second : b.areas()) {
        if (overlap(first, a, second, b)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean overlap(
      long first, VolumeMap.Segment a, long second, VolumeMap.Segment b) {
    return first < second + b.areaBytes() && second < first + a.areaBytes();
  }
}
