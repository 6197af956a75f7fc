package io.intarsia.library.checkin.plan;

import java.io.IOException;

/** A plan was stopped before it was made: see {@link Planner#stop}. */
public final class PlanStoppedException extends IOException {
  private static final long serialVersionUID = 1L;

  PlanStoppedException() {
    super("the plan is not wanted any more");
  }
}
