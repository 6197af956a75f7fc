package io.intarsia.formats.filesystem.ext4;

import static io.intarsia.formats.filesystem.ext4.Ext4Layout.*;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.filesystem.FileSystem.EntryVisitor;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a directory. Hashed directories are read block by block as well: what their index
 * holds looks like entries that are not in use.
 */
final class DirectoryReader {
  private static final int ALIGNMENT = 4;
  private static final int LARGE_BLOCK = 65536;

  private final Volume volume;
  private final RawInode directory;
  private final EntryVisitor visitor;
  private @Nullable MalformedException damage;

  DirectoryReader(Volume volume, RawInode directory, EntryVisitor visitor) {
    this.volume = volume;
    this.directory = directory;
    this.visitor = visitor;
  }

  /** Visits what can be read, and throws at the end when a block was damaged. */
  void list() throws IOException {
    if (directory.has(FLAG_INLINE_DATA)) {
      byte[] bytes = directory.bytes();
      entries(Arrays.copyOfRange(bytes, I_BLOCK + INLINE_DOTDOT_SIZE, I_BLOCK + I_BLOCK_LENGTH));
      entries(InlineData.continuation(volume, directory));
    } else {
      FileMap.visit(volume, directory, this::blocks);
    }
    if (damage != null) {
      throw damage;
    }
  }

  private void blocks(long logical, long physical, long count, boolean written) throws IOException {
    for (long i = 0; i < count && written; i++) {
      entries(volume.block(physical + i, "directory block"));
    }
  }

  private void entries(byte[] block) throws IOException {
    int at = 0;
    while (at < block.length) {
      int length = block.length - at < DE_NAME ? 0 : recordLength(block, at);
      boolean fits = length >= DE_NAME + ALIGNMENT && length <= block.length - at;
      if (!fits || length % ALIGNMENT != 0 || !entry(block, at, length)) {
        damage =
            volume.malformed(
                "directory inode %d: bad entry at byte %d of a block"
                    .formatted(directory.number(), at));
        return;
      }
      at += length;
    }
  }

  /** In blocks of 64 KiB, lengths that do not fit in 16 bits use the two low bits. */
  private int recordLength(byte[] block, int at) {
    int stored = LittleEndian.u16(block, at + DE_REC_LEN);
    if (volume.blockSize() < LARGE_BLOCK) {
      return stored;
    }
    if (stored == 0 || stored == LARGE_BLOCK - 1) {
      return LARGE_BLOCK;
    }
    return (stored & ~3) | ((stored & 3) << 16);
  }

  /** Whether the entry makes sense. */
  private boolean entry(byte[] block, int at, int length) throws IOException {
    long inode = LittleEndian.u32(block, at + DE_INODE);
    int nameLength = block[at + DE_NAME_LEN] & 0xFF;
    if (inode == 0) {
      return true;
    }
    if (nameLength == 0 || nameLength > length - DE_NAME) {
      return false;
    }
    byte[] name = Arrays.copyOfRange(block, at + DE_NAME, at + DE_NAME + nameLength);
    if (isDots(name)) {
      return true;
    }
    if (!isName(name)) {
      if (!directory.has(FLAG_ENCRYPT)) {
        return false;
      }
      name = Base64.getUrlEncoder().withoutPadding().encode(name);
    }
    visitor.entry(name, inode);
    return true;
  }

  private static boolean isDots(byte[] name) {
    return name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
  }

  private static boolean isName(byte[] name) {
    for (byte b : name) {
      if (b == 0 || b == '/') {
        return false;
      }
    }
    return true;
  }
}
