package io.intarsia.store.simulation;

import java.util.Random;

/**
 * How often what goes wrong: of so many operations one, on average; 0 never.
 *
 * @param switches another process takes the turn
 * @param kills the process dies
 * @param errors the operation fails
 * @param shortCounts a read or write does less than asked
 * @param damages a read returns a wrong byte
 * @param powerFailure power fails within so many operations
 * @param spareBytes room on the disk beyond what is used; 0 for no limit
 */
record Faults(
    int switches,
    int kills,
    int errors,
    int shortCounts,
    int damages,
    int powerFailure,
    int spareBytes) {
  static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0, 0);

  /** What goes wrong in one life of a run. */
  static Faults random(Random random) {
    int switches = 1 + random.nextInt(random.nextBoolean() ? 4 : 40);
    int powerFailure = random.nextInt(3) > 0 ? 1 + random.nextInt(3000) : 0;
    int kills = random.nextInt(3) == 0 ? 100 + random.nextInt(3000) : 0;
    int shortCounts = random.nextInt(3) == 0 ? 10 : 0;
    return switch (random.nextInt(5)) {
      case 0 -> new Faults(switches, 0, 0, 0, 0, 0, 0);
      case 1, 2 -> new Faults(switches, kills, 0, shortCounts, 0, powerFailure, 0);
      case 3 ->
          new Faults(
              switches,
              kills,
              20 + random.nextInt(2000),
              shortCounts,
              random.nextBoolean() ? 50 + random.nextInt(2000) : 0,
              powerFailure,
              0);
      default ->
          new Faults(switches, kills, 0, shortCounts, 0, powerFailure, 1 + random.nextInt(100_000));
    };
  }

  boolean canFail() {
    return errors > 0 || damages > 0 || spareBytes > 0;
  }
}
