package io.intarsia.library.checkin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.library.fixture.Seeded;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OwnedRangesTest {
  private static final int DISK = 400;

  @Test
  void everyByteBelongsToTheClaimThatBeginsFirst() {
    Random random = Seeded.random();
    for (int round = 0; round < 3000; round++) {
      Claims claims = randomClaims(random);
      check(claims, OwnedRanges.settle(claims));
    }
  }

  private static Claims randomClaims(Random random) {
    Claims claims = new Claims();
    int contents = random.nextInt(12);
    for (int content = 0; content < contents; content++) {
      long file = random.nextInt(5);
      for (int i = random.nextInt(5); i >= 0; i--) {
        int disk = random.nextInt(DISK - 1);
        int length = 1 + random.nextInt(Math.min(60, DISK - disk));
        claims.add(content, file, disk, length);
        file += length + (random.nextBoolean() ? 0 : random.nextInt(9));
      }
    }
    return claims;
  }

  private static void check(Claims claims, OwnedRanges owned) {
    int[] owner = ownerOfEachByte(claims);
    long end = 0;
    int covered = 0;
    for (int i = 0; i < owned.size(); i++) {
      assertThat(owned.length(i)).isPositive();
      assertThat(owned.disk(i)).isGreaterThanOrEqualTo(end);
      end = owned.disk(i) + owned.length(i);
      for (long b = 0; b < owned.length(i); b++) {
        int claim = owner[(int) (owned.disk(i) + b)];
        assertThat(claims.content(claim)).isEqualTo(owned.content(i));
        assertThat(claims.file(claim) + owned.disk(i) + b - claims.disk(claim))
            .isEqualTo(owned.file(i) + b);
        covered++;
      }
    }
    int claimed = 0;
    for (int i = 0; i < DISK; i++) {
      claimed += owner[i] >= 0 ? 1 : 0;
      int first = owned.firstEndingAfter(i);
      boolean inside = first < owned.size() && owned.disk(first) <= i;
      assertThat(inside).isEqualTo(owner[i] >= 0);
    }
    assertThat(covered).isEqualTo(claimed);
  }

  /** Claims in order of their first byte, each taking what is free. */
  private static int[] ownerOfEachByte(Claims claims) {
    int[] owner = new int[DISK];
    java.util.Arrays.fill(owner, -1);
    for (int start = 0; start < DISK; start++) {
      for (int claim = 0; claim < claims.size(); claim++) {
        for (int i = start; claims.disk(claim) == start && i < start + claims.length(claim); i++) {
          owner[i] = owner[i] < 0 ? claim : owner[i];
        }
      }
    }
    return owner;
  }
}
