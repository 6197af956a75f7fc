package io.intarsia.library.checkin.plan;

/** What the file systems of an image add to. */
record PlanState(Contents contents, Claims claims, PlanTotals totals) {}
