package io.intarsia.library.checkin;

import io.intarsia.bytes.ByteSource;
import io.intarsia.library.checkin.plan.ImagePlan;
import io.intarsia.library.checkin.plan.PlacePlan;
import io.intarsia.library.checkin.plan.PlanOptions;
import io.intarsia.library.checkin.plan.PlanStoppedException;
import io.intarsia.library.checkin.plan.Planner;
import io.intarsia.library.workspace.Threads;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** A plan that is made on threads of its own, while catalog and store are opened. */
final class Planning implements AutoCloseable {
  private final List<ByteSource> disks;
  private final PlanOptions options;
  private Planner planner;
  private final ExecutorService threads = Threads.start("plan");
  private final CompletableFuture<List<PlacePlan>> survey = new CompletableFuture<>();
  private final Future<ImagePlan> plan;
  private final Future<Long> dataBytes;

  Planning(List<ByteSource> disks, PlanOptions options) {
    this.disks = disks;
    this.options = options;
    Planner first = new Planner(disks, options);
    this.planner = first;
    this.plan = threads.submit(() -> surveyAndPlan(first));
    this.dataBytes = threads.submit(() -> DataBytes.of(disks));
  }

  private ImagePlan surveyAndPlan(Planner first) throws IOException {
    try {
      survey.complete(first.survey());
    } catch (IOException | RuntimeException | Error e) {
      survey.completeExceptionally(e);
      throw e;
    }
    return first.plan();
  }

  /** What the disks hold; no file is listed. */
  List<PlacePlan> survey() throws IOException {
    return Threads.await(survey);
  }

  /** The plan; made anew, by this thread, where it was stopped. */
  ImagePlan plan() throws IOException {
    try {
      return Threads.await(plan);
    } catch (PlanStoppedException e) {
      planner = new Planner(disks, options); // what the first one had is given up
      planner.survey();
      return planner.plan();
    }
  }

  /** Bytes of the disks that are not holes. */
  long dataBytes() throws IOException {
    return Threads.await(dataBytes);
  }

  /** The plan will hardly be needed. */
  void stop() {
    planner.stop();
  }

  /** Waits until nobody reads the disks any more. */
  @Override
  public void close() {
    planner.stop();
    threads.close();
  }
}
