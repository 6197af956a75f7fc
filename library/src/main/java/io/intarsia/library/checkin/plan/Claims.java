package io.intarsia.library.checkin.plan;

import java.util.Arrays;

/**
 * Which disk ranges contents say are theirs, in columns: 28 bytes a claim. The claims of one
 * content stand together, in order of file offset.
 */
final class Claims {
  private long[] disk = new long[1024];
  private long[] file = new long[1024];
  private long[] length = new long[1024];
  private int[] content = new int[1024];
  private int size;

  void add(int contentIndex, long fileOffset, long diskOffset, long bytes) {
    if (size == disk.length) {
      disk = Arrays.copyOf(disk, size * 2);
      file = Arrays.copyOf(file, size * 2);
      length = Arrays.copyOf(length, size * 2);
      content = Arrays.copyOf(content, size * 2);
    }
    disk[size] = diskOffset;
    file[size] = fileOffset;
    length[size] = bytes;
    content[size] = contentIndex;
    size++;
  }

  int size() {
    return size;
  }

  long disk(int i) {
    return disk[i];
  }

  long file(int i) {
    return file[i];
  }

  long length(int i) {
    return length[i];
  }

  int content(int i) {
    return content[i];
  }

  /** Whether two claims say the same, whosever they are. */
  boolean same(int a, int b) {
    return disk[a] == disk[b] && file[a] == file[b] && length[a] == length[b];
  }

  /** Forgets the claims from the given one on. */
  void truncate(int newSize) {
    size = newSize;
  }

  /** Claim numbers sorted by disk offset, ties by claim number. */
  int[] byDiskOffset() {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
    }
    mergeSort(order, new int[size], 0, size);
    return order;
  }

  private void mergeSort(int[] order, int[] spare, int from, int to) {
    if (to - from < 2) {
      return;
    }
    int middle = (from + to) >>> 1;
    mergeSort(order, spare, from, middle);
    mergeSort(order, spare, middle, to);
    if (disk[order[middle - 1]] <= disk[order[middle]]) {
      return;
    }
    System.arraycopy(order, from, spare, from, to - from);
    int left = from;
    int right = middle;
    for (int i = from; i < to; i++) {
      boolean takeLeft = right >= to || (left < middle && disk[spare[left]] <= disk[spare[right]]);
      order[i] = takeLeft ? spare[left++] : spare[right++];
    }
  }
}
