package io.intarsia.formats.filesystem.squashfs;

import static io.intarsia.formats.filesystem.squashfs.SquashfsLayout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.PagedSource;
import io.intarsia.formats.MalformedException;
import java.io.IOException;

/** A file system's parts that all readers of structures share. */
final class Volume {
  private static final int PAGES_BYTES = 4 << 20;

  private final ByteSource source;
  private final Superblock superblock;
  private final MetadataBlocks metadata;
  private final DataBlocks data;
  private final LookupTable ids;
  private final LookupTable fragments;

  Volume(ByteSource source, Superblock superblock) {
    this.source = source;
    this.superblock = superblock;
    Decoders decoders = new Decoders(source.description(), superblock.compression());
    ByteSource pages = new PagedSource(source, PAGES_BYTES);
    this.metadata = new MetadataBlocks(pages, superblock.bytesUsed(), decoders);
    this.data = new DataBlocks(source, superblock, decoders);
    this.ids = new LookupTable("ids", metadata, superblock.idTable(), superblock.ids(), ID_BYTES);
    long fragmentCount = superblock.fragmentTable() == NO_TABLE ? 0 : superblock.fragments();
    this.fragments =
        new LookupTable(
            "fragments", metadata, superblock.fragmentTable(), fragmentCount, FRAGMENT_ENTRY_BYTES);
  }

  String description() {
    return source.description();
  }

  Superblock superblock() {
    return superblock;
  }

  MetadataBlocks metadata() {
    return metadata;
  }

  DataBlocks data() {
    return data;
  }

  /** A cursor at a place of a table, which a reference names. */
  MetadataCursor at(long table, long reference) throws IOException {
    return new MetadataCursor(metadata, table + (reference >>> 16), (int) reference & 0xFFFF);
  }

  /** An inode by its reference. */
  RawInode inode(long reference) throws IOException {
    long room = superblock.directoryTable() - superblock.inodeTable();
    if (reference < 0 || reference >>> 16 >= room) {
      throw malformed("inode " + reference + " outside the inode table");
    }
    return RawInode.read(this, reference);
  }

  /** A user or group by its index. */
  long id(int index) throws IOException {
    return LittleEndian.u32(ids.entry(index), 0);
  }

  /** A block that holds the ends of several files. */
  Fragment fragment(long index) throws IOException {
    byte[] entry = fragments.entry(index);
    return new Fragment(LittleEndian.i64(entry, 0), LittleEndian.i32(entry, 8));
  }

  /**
   * A fragment block.
   *
   * @param start position on the disk, not checked
   * @param size as the size of a data block, not checked
   */
  record Fragment(long start, int size) {}

  MalformedException malformed(String what) {
    return new MalformedException(source.description(), what);
  }
}
