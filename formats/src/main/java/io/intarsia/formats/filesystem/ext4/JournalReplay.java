package io.intarsia.formats.filesystem.ext4;

import static io.intarsia.formats.filesystem.ext4.Ext4Layout.*;
import static io.intarsia.formats.filesystem.ext4.JournalLayout.INCOMPAT_FAST_COMMIT;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.filesystem.FileType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file system as it is once its journal has been replayed, in memory.
 *
 * @param overlay the replayed blocks, or null when none are
 * @param notes what is to be known about it
 * @param doubt why blocks that are free here may be in use once others have recovered it; null when
 *     they are not
 */
record JournalReplay(@Nullable Overlay overlay, List<String> notes, @Nullable String doubt) {
  private static final JournalReplay NOTHING = new JournalReplay(null, List.of(), null);

  /** Which blocks of fast commits count, old ones among them, is not decided by all in one way. */
  private static final String FAST_COMMITS =
      "the journal needs recovery and may hold fast commits, of which Linux and e2fsck can make"
          + " different states";

  /** Replays the journal when the superblock asks for it; never fails on account of the journal. */
  static JournalReplay of(Volume volume) throws IOException {
    Features features = volume.superblock().features();
    if (!features.hasCompat(COMPAT_HAS_JOURNAL) || !features.hasIncompat(INCOMPAT_RECOVER)) {
      return NOTHING;
    }
    if (volume.superblock().journalInode() == 0) {
      return notReplayed("it is on another device");
    }
    try {
      return replay(volume, journal(volume));
    } catch (MalformedException | UnsupportedException e) {
      return notReplayed(String.valueOf(e.getMessage()));
    }
  }

  private static JournalReplay notReplayed(String why) {
    String note = "The journal needs recovery but was not replayed: " + why + ".";
    return new JournalReplay(null, List.of(note), "the journal was not replayed in full");
  }

  private static ByteSource journal(Volume volume) throws IOException {
    RawInode inode = volume.inode(volume.superblock().journalInode());
    if (inode.type() != FileType.FILE || inode.links() == 0 || inode.has(FLAG_INLINE_DATA)) {
      throw volume.malformed("the journal's inode is not a file");
    }
    return FileContent.open(volume, inode);
  }

  private static JournalReplay replay(Volume volume, ByteSource journal) throws IOException {
    JournalSuperblock superblock = JournalSuperblock.read(journal, volume.blockSize());
    boolean fast =
        volume.superblock().features().hasCompat(COMPAT_FAST_COMMIT)
            || superblock.has(INCOMPAT_FAST_COMMIT);
    String doubt = fast ? FAST_COMMITS : null;
    if (superblock.isEmpty()) {
      return fast ? new JournalReplay(null, List.of(), doubt) : NOTHING;
    }
    JournalRecovery recovery =
        new JournalRecovery(journal, superblock, volume.superblock().blocksCount());
    List<String> notes = new ArrayList<>();
    notes.add(
        "The journal was replayed in memory: %d transactions, %d blocks."
            .formatted(recovery.transactions(), recovery.replaced().size()));
    if (hasFastCommits(journal, superblock, recovery.nextSequence())) {
      notes.add("The journal holds fast commits, which were not applied.");
    }
    Overlay overlay =
        new Overlay(volume.source(), journal, volume.blockSize(), recovery.replaced());
    return new JournalReplay(overlay, List.copyOf(notes), doubt);
  }

  private static boolean hasFastCommits(ByteSource journal, JournalSuperblock superblock, int next)
      throws IOException {
    long place = (superblock.last() + 1) * superblock.blockSize();
    if (!superblock.has(INCOMPAT_FAST_COMMIT) || place + superblock.blockSize() > journal.size()) {
      return false;
    }
    byte[] head = journal.read(place, JournalLayout.FC_HEAD_TID + Integer.BYTES);
    return LittleEndian.u16(head, JournalLayout.FC_TAG) == JournalLayout.FC_TAG_HEAD
        && LittleEndian.i32(head, JournalLayout.FC_HEAD_TID) == next;
  }
}
