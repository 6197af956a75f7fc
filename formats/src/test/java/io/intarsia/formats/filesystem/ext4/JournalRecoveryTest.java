package io.intarsia.formats.filesystem.ext4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.filesystem.ext4.JournalWriter.Sums;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Logs of all kinds, whole and broken, against what Linux does with them. */
class JournalRecoveryTest {
  private static final int FS_BLOCKS = 1000;
  private static final int FIRST_SEQUENCE = -2;

  private static byte[] block(int seed) {
    byte[] block = new byte[JournalWriter.BLOCK];
    new Random(seed).nextBytes(block);
    return block;
  }

  private static byte[] magicBlock() {
    byte[] block = block(99);
    byte[] magic = {(byte) 0xC0, 0x3B, 0x39, (byte) 0x98};
    System.arraycopy(magic, 0, block, 0, magic.length);
    return block;
  }

  private static JournalRecovery recover(byte[] journal) throws IOException {
    ByteSource source = new MemorySource("journal", journal);
    return new JournalRecovery(
        source, JournalSuperblock.read(source, JournalWriter.BLOCK), FS_BLOCKS);
  }

  /** The blocks that recovery puts over a file system of 0xEE bytes. */
  private static Map<Long, byte[]> replayed(byte[] journal) throws IOException {
    byte[] disk = new byte[FS_BLOCKS * JournalWriter.BLOCK];
    Arrays.fill(disk, (byte) 0xEE);
    ByteSource base = new MemorySource("disk", disk);
    ByteSource log = new MemorySource("journal", journal);
    Overlay overlay = new Overlay(base, log, JournalWriter.BLOCK, recover(journal).replaced());
    Map<Long, byte[]> changed = new TreeMap<>();
    byte[] whole = overlay.read(0, disk.length);
    for (int i = 0; i < FS_BLOCKS; i++) {
      int at = i * JournalWriter.BLOCK;
      byte[] now = Arrays.copyOfRange(whole, at, at + JournalWriter.BLOCK);
      if (!Arrays.equals(now, Arrays.copyOfRange(disk, at, at + now.length))) {
        changed.put((long) i, now);
      }
      assertThat(overlay.read(at + 2, 7)).isEqualTo(Arrays.copyOfRange(now, 2, 9));
    }
    return changed;
  }

  @ParameterizedTest
  @CsvSource({"NONE,false", "NONE,true", "V1,false", "V2,false", "V2,true", "V3,false", "V3,true"})
  void replaysWhatWasCommitted(Sums sums, boolean wide) throws IOException {
    JournalWriter writer = new JournalWriter(sums, wide, 50, FIRST_SEQUENCE);
    writer.blocks(new long[] {5, 6, 7}, block(1), magicBlock(), block(3)).commit();
    writer.blocks(new long[] {8}, block(4)).revoke(7, 20).blocks(new long[] {9}, block(5)).commit();
    writer.blocks(new long[] {5, 20}, block(6), block(7)).commit();
    writer.blocks(new long[] {10}, block(8));
    Map<Long, byte[]> replayed = replayed(writer.journal());
    assertThat(replayed).containsOnlyKeys(5L, 6L, 8L, 9L, 20L);
    assertThat(replayed.get(5L)).isEqualTo(block(6));
    assertThat(replayed.get(6L)).isEqualTo(magicBlock());
    assertThat(replayed.get(9L)).isEqualTo(block(5));
    assertThat(recover(writer.journal()).transactions()).isEqualTo(3);
  }

  @Test
  void aRevocationHoldsForItsOwnTransaction() throws IOException {
    JournalWriter writer = new JournalWriter(Sums.V3, true, 1, 7);
    writer.blocks(new long[] {5}, block(1)).revoke(5).commit();
    assertThat(replayed(writer.journal())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Sums.class)
  void olderTransactionsBehindTheEndAreNotReplayed(Sums sums) throws IOException {
    JournalWriter writer = new JournalWriter(sums, false, 1, 7);
    writer.blocks(new long[] {5}, block(1)).commit();
    writer.skipSequence();
    writer.blocks(new long[] {6}, block(2)).commit();
    assertThat(replayed(writer.journal())).containsOnlyKeys(5L);
  }

  @ParameterizedTest
  @EnumSource(
      value = Sums.class,
      names = {"V1", "V2", "V3"})
  void aWrongCommitEndsTheLog(Sums sums) throws IOException {
    JournalWriter writer = new JournalWriter(sums, false, 1, 7);
    writer.blocks(new long[] {5}, block(1)).commit();
    writer.blocks(new long[] {6}, block(2));
    int commit = writer.position();
    writer.commit();
    writer.blocks(new long[] {7}, block(3)).commit();
    writer.journal()[commit * JournalWriter.BLOCK + 17] ^= 1;
    assertThat(replayed(writer.journal())).containsOnlyKeys(5L);
  }

  @ParameterizedTest
  @EnumSource(
      value = Sums.class,
      names = {"V2", "V3"})
  void wrongDataOfACommittedTransactionAreRefused(Sums sums) {
    JournalWriter writer = new JournalWriter(sums, false, 1, 7);
    writer.blocks(new long[] {5, 6}, block(1), block(2)).commit();
    writer.journal()[3 * JournalWriter.BLOCK + 100] ^= 1;
    assertThatThrownBy(() -> recover(writer.journal())).isInstanceOf(MalformedException.class);
  }

  @Test
  void aWrongDescriptorIsRefusedUnlessItIsStale() throws IOException {
    JournalWriter writer = new JournalWriter(Sums.V3, false, 1, 7);
    writer.blocks(new long[] {5}, block(1)).commit(5000);
    int descriptor = writer.position();
    writer.blocks(new long[] {6}, block(2)).commit(4000);
    writer.journal()[descriptor * JournalWriter.BLOCK + 500] ^= 1;
    assertThat(replayed(writer.journal())).containsOnlyKeys(5L);

    JournalWriter later = new JournalWriter(Sums.V3, false, 1, 7);
    later.blocks(new long[] {5}, block(1)).commit(5000);
    later.blocks(new long[] {6}, block(2)).commit(6000);
    later.journal()[descriptor * JournalWriter.BLOCK + 500] ^= 1;
    assertThatThrownBy(() -> recover(later.journal())).isInstanceOf(MalformedException.class);
  }

  @Test
  void blocksOutsideTheFileSystemAreRefused() {
    JournalWriter writer = new JournalWriter(Sums.NONE, true, 1, 7);
    writer.blocks(new long[] {1L << 40}, block(1)).commit();
    assertThatThrownBy(() -> recover(writer.journal())).isInstanceOf(MalformedException.class);
  }

  @Test
  void aLogWithoutEndEnds() throws IOException {
    JournalWriter writer = new JournalWriter(Sums.NONE, false, 1, 7);
    for (int i = 1; i < JournalWriter.LENGTH; i++) {
      writer.revoke(5);
    }
    assertThat(replayed(writer.journal())).isEmpty();
  }

  /** Whatever is flipped, recovery ends, and says that it is wrong in no other way. */
  @Test
  void flippedBytes() {
    long seed = 4711;
    Random random = new Random(seed);
    for (int round = 0; round < 3000; round++) {
      JournalWriter writer = new JournalWriter(Sums.values()[round % 4], round % 8 < 4, 60, 7);
      writer.blocks(new long[] {5, 6}, block(1), magicBlock()).revoke(6, 7).commit();
      writer.blocks(new long[] {7}, block(2)).commit();
      byte[] journal = writer.journal();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        int place = random.nextInt(8 * JournalWriter.BLOCK);
        place = place < 256 ? place : (place + 59 * JournalWriter.BLOCK) % journal.length;
        journal[place] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        recover(journal);
      } catch (MalformedException | io.intarsia.formats.UnsupportedException expected) {
        assertThat(expected).hasMessageContaining("journal");
      } catch (IOException e) {
        throw new AssertionError("seed " + seed + " round " + round, e);
      }
    }
  }
}
