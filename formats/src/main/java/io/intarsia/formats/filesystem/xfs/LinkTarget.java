package io.intarsia.formats.filesystem.xfs;

import static io.intarsia.formats.filesystem.xfs.XfsLayout.*;

import io.intarsia.bytes.BigEndian;
import java.io.IOException;
import java.util.Arrays;

/** The target of a symbolic link: in the inode, or in up to three extents with a header each. */
final class LinkTarget {
  private final Volume volume;
  private final RawInode link;
  private final byte[] target;
  private int done;

  private LinkTarget(Volume volume, RawInode link) {
    this.volume = volume;
    this.link = link;
    this.target = new byte[(int) link.size()];
  }

  static byte[] read(Volume volume, RawInode link) throws IOException {
    if (link.size() == 0 || link.size() > SYMLINK_MAX) {
      throw volume.malformed("inode " + link.number() + ": length of link target");
    }
    Fork data = link.data();
    if (data.format() == FMT_LOCAL) {
      if (link.size() > data.length()) {
        throw volume.malformed("inode " + link.number() + ": length of link target");
      }
      return Arrays.copyOfRange(link.bytes(), data.offset(), data.offset() + (int) link.size());
    }
    LinkTarget result = new LinkTarget(volume, link);
    ExtentMap.visit(volume, link, data, Long.MAX_VALUE, result::extent);
    if (result.done < result.target.length) {
      throw volume.malformed("inode " + link.number() + ": link target is cut short");
    }
    return result.target;
  }

  private void extent(long logical, long physical, long count, boolean written) throws IOException {
    if (done == target.length) {
      return;
    }
    long most = Math.ceilDiv(SYMLINK_MAX, BASIC_BLOCK) + 1L;
    if (count > most || !written) {
      throw volume.malformed("inode " + link.number() + ": extent of link target");
    }
    String what = "inode " + link.number() + ": link target";
    byte[] bytes = volume.blocks(physical, (int) count, what);
    int header = 0;
    int here = Math.min(target.length - done, bytes.length);
    if (volume.superblock().describesItself()) {
      volume.verify(bytes, BlockHeader.REMOTE, volume.offset(physical), link.number(), what);
      header = REMOTE_HEADER_SIZE;
      here = Math.min(target.length - done, bytes.length - header);
      boolean mine =
          BigEndian.i32(bytes, 0) == SYMLINK_MAGIC
              && BigEndian.u32(bytes, REMOTE_OFFSET) == done
              && BigEndian.u32(bytes, REMOTE_BYTES) == here;
      if (!mine) {
        throw volume.malformed(what + ": header");
      }
    }
    System.arraycopy(bytes, header, target, done, here);
    done += here;
  }
}
