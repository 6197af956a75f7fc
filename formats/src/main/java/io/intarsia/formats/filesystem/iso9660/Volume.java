package io.intarsia.formats.filesystem.iso9660;

import static io.intarsia.formats.filesystem.iso9660.IsoLayout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.PageCache;
import io.intarsia.bytes.PagedSource;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.filesystem.fat.DirectoryClusters;
import java.io.IOException;

/** Blocks and records of the tree that is shown. */
final class Volume {
  private static final int MAX_CACHE_BYTES = 8 << 20;

  /** 4 MiB of blocks of directories. */
  private static final int MAX_BLOCKS = 2048;

  /** Which of its three kinds of names a tree has. */
  enum NameForm {
    PLAIN,
    JOLIET,
    ROCK_RIDGE
  }

  private final ByteSource source;
  private final ByteSource pages;
  private final DirectoryClusters directoryBlocks = new DirectoryClusters();
  private final PageCache blocks = new PageCache(MAX_BLOCKS);
  private final long rootBlock;
  private final NameForm form;
  private final int skip;

  private Volume(ByteSource source, ByteSource pages, long rootBlock, NameForm form, int skip) {
    this.source = source;
    this.pages = pages;
    this.rootBlock = rootBlock;
    this.form = form;
    this.skip = skip;
  }

  /** Rock Ridge goes before Joliet, as in Linux. */
  static Volume of(ByteSource source, Descriptors descriptors) throws IOException {
    ByteSource pages = new PagedSource(source, MAX_CACHE_BYTES);
    long root = descriptors.primary().rootBlock();
    Volume plain = new Volume(source, pages, root, NameForm.PLAIN, 0);
    int skip = RockRidge.skip(plain, plain.self(root));
    if (skip >= 0) {
      Volume rocky = new Volume(source, pages, root, NameForm.ROCK_RIDGE, skip);
      if (RockRidge.read(rocky, rocky.self(root)).hasAttributes()) {
        return rocky;
      }
    }
    VolumeDescriptor joliet = descriptors.joliet();
    return joliet == null
        ? plain
        : new Volume(source, pages, joliet.rootBlock(), NameForm.JOLIET, 0);
  }

  ByteSource source() {
    return source;
  }

  long rootBlock() {
    return rootBlock;
  }

  NameForm form() {
    return form;
  }

  /** Bytes before the system use entries of each record. */
  int skip() {
    return skip;
  }

  /** Which directory has which block. */
  DirectoryClusters directoryBlocks() {
    return directoryBlocks;
  }

  /** A block of metadata; not to be changed. */
  byte[] block(long number) throws IOException {
    if (!Ranges.fits(number, 1, source.size() / BLOCK)) {
      throw malformed("block " + number + " does not exist");
    }
    byte[] block = blocks.get(number);
    if (block == null) {
      block = new byte[BLOCK];
      pages.read(number * BLOCK, block, 0, BLOCK);
      blocks.put(number, block);
    }
    return block;
  }

  /** The record that a directory has of itself, which is its first. */
  DirectoryRecord self(long block) throws IOException {
    DirectoryRecord record = record(block * BLOCK);
    if (!record.isSelf() || !record.has(FLAG_DIRECTORY)) {
      throw malformed("no directory begins in block " + block);
    }
    return record;
  }

  /** The record that begins at a place. */
  DirectoryRecord record(long position) throws IOException {
    if (position < 0) {
      throw malformed("record " + position + " does not exist");
    }
    DirectoryRecord record =
        new DirectoryRecord(position, block(position / BLOCK), (int) (position % BLOCK));
    boolean fits = record.at() <= BLOCK - MIN_RECORD && record.isSound();
    if (!fits) {
      throw malformed("record " + position + " of a directory is damaged");
    }
    return record;
  }

  MalformedException malformed(String what) {
    return new MalformedException(source.description(), what);
  }
}
