package io.intarsia.library.checkin.cut;

import java.util.List;

/** Runs that one thread reads and cuts together, in order of the disk. */
public record Batch(List<Run> runs) {}
