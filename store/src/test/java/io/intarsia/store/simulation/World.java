package io.intarsia.store.simulation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A disk, the processes that use it, and what goes wrong. One actor at a time has the turn; it
 * changes hands at operations of the file system only, so a seed decides everything.
 */
final class World {
  private static final long PATIENCE_MILLIS = 120_000;

  private final Random random;
  private final Defect defect;
  private final Disk disk = new Disk();
  private final Map<Node, SimFileSystem> locks = new HashMap<>();
  private final List<SimFileSystem> processes = new ArrayList<>();
  private final List<Actor> actors = new ArrayList<>();
  private Faults faults = Faults.NONE;
  private long capacity = Long.MAX_VALUE;
  private long steps;
  private long powerFailsAt = Long.MAX_VALUE;
  private boolean powerFailed;
  private long trace;
  private @Nullable Actor turn;
  private @Nullable Throwable failure;

  World(Random random, Defect defect) {
    this.random = random;
    this.defect = defect;
  }

  /** What an actor does, in its own thread. */
  @FunctionalInterface
  interface Task {
    void run(Actor actor) throws Exception;
  }

  Random random() {
    return random;
  }

  Disk disk() {
    return disk;
  }

  Defect defect() {
    return defect;
  }

  Faults faults() {
    return faults;
  }

  /** A number that says what was done, in which order. */
  long trace() {
    return trace;
  }

  synchronized boolean hasPowerFailed() {
    return powerFailed;
  }

  /** A process. Without an actor nothing disturbs it. */
  synchronized SimFileSystem process(@Nullable Actor actor) {
    SimFileSystem process = new SimFileSystem(this, processes.size(), actor);
    processes.add(process);
    return process;
  }

  /**
   * Lets actors work until they are done or power fails.
   *
   * @return whether power failed
   */
  boolean live(Faults newFaults, List<Task> tasks) throws Exception {
    begin(newFaults, tasks.size());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      Task task = tasks.get(i);
      Actor actor = actors.get(i);
      threads.add(Thread.ofVirtual().start(() -> act(actor, task)));
    }
    long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    for (Thread thread : threads) {
      thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
      if (thread.isAlive()) {
        AssertionError stuck = new AssertionError("an actor does not come to an end");
        stuck.setStackTrace(thread.getStackTrace());
        throw stuck;
      }
    }
    return end();
  }

  private synchronized void begin(Faults newFaults, int count) {
    faults = newFaults;
    capacity = faults.spareBytes() > 0 ? disk.usedBytes() + faults.spareBytes() : Long.MAX_VALUE;
    powerFailsAt =
        faults.powerFailure() > 0 ? steps + random.nextInt(faults.powerFailure()) : Long.MAX_VALUE;
    powerFailed = false;
    actors.clear();
    for (int i = 0; i < count; i++) {
      actors.add(new Actor(i));
    }
    turn = actors.get(random.nextInt(count));
  }

  private synchronized boolean end() throws Exception {
    processes.forEach(this::bury);
    boolean failed = powerFailed;
    if (failed) {
      disk.failPower(random);
    }
    powerFailed = false;
    faults = Faults.NONE;
    capacity = Long.MAX_VALUE;
    return switch (failure) {
      case null -> failed;
      case Exception e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure);
    };
  }

  private void act(Actor actor, Task task) {
    try {
      awaitTurn(actor);
      task.run(actor);
    } catch (KilledException e) {
      return; // power failed before the first turn
    } catch (Exception | Error e) {
      fail(e);
    } finally {
      done(actor);
    }
  }

  private synchronized void fail(Throwable problem) {
    if (failure == null) {
      failure = problem;
    }
    powerFailed = true;
    notifyAll();
  }

  private synchronized void done(Actor actor) {
    actor.isDone = true;
    List<Actor> ready = ready();
    if (!ready.isEmpty()) {
      turn = ready.get(random.nextInt(ready.size()));
    } else if (actors.stream().anyMatch(other -> !other.isDone)) {
      fail(new AssertionError("the processes that are left wait for each other"));
    }
    notifyAll();
  }

  private List<Actor> ready() {
    List<Actor> ready = new ArrayList<>();
    for (Actor actor : actors) {
      if (!actor.isDone && (actor.waitingFor == null || !locks.containsKey(actor.waitingFor))) {
        ready.add(actor);
      }
    }
    return ready;
  }

  private synchronized void awaitTurn(Actor actor) throws KilledException {
    while (turn != actor && !powerFailed) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new KilledException();
      }
    }
    if (powerFailed) {
      throw new KilledException();
    }
  }

  /**
   * Before each operation of a process.
   *
   * @throws KilledException if the process is dead, or dies now
   * @throws InjectedException if the operation is to fail
   */
  synchronized void step(SimFileSystem process, String operation, String file) throws IOException {
    Actor actor = process.actor();
    if (!process.isAlive() || (actor != null && powerFailed)) {
      throw new KilledException();
    }
    if (actor == null) {
      return;
    }
    trace = (trace * 31 + actor.number()) * 31 + operation.hashCode() + file.hashCode();
    if (++steps > powerFailsAt) {
      powerFailed = true;
      notifyAll();
      throw new KilledException();
    }
    if (chance(faults.kills())) {
      bury(process);
      throw new KilledException();
    }
    if (chance(faults.switches())) {
      pass(actor);
    }
  }

  private void pass(Actor actor) throws IOException {
    List<Actor> ready = ready();
    if (ready.isEmpty()) {
      fail(new AssertionError("all processes wait for each other"));
      throw new KilledException();
    }
    turn = ready.get(random.nextInt(ready.size()));
    notifyAll();
    awaitTurn(actor);
  }

  synchronized boolean chance(int oneIn) {
    return oneIn > 0 && random.nextInt(oneIn) == 0;
  }

  /** How many of so many bytes there is room for. */
  synchronized int room(int bytes) {
    return capacity == Long.MAX_VALUE ? bytes : Math.clamp(capacity - disk.usedBytes(), 0, bytes);
  }

  /** The owner of the lock of a file; null if it is free. */
  synchronized @Nullable SimFileSystem owner(Node file) {
    return locks.get(file);
  }

  synchronized void lock(Node file, SimFileSystem process) {
    locks.put(file, process);
  }

  synchronized void unlock(Node file, SimFileSystem process) {
    locks.remove(file, process);
  }

  /** Waits until nobody has the lock. */
  synchronized void awaitFree(Node file, SimFileSystem process) throws IOException {
    Actor actor = process.actor();
    while (locks.containsKey(file)) {
      if (actor == null) {
        throw new AssertionError("a lock is held when nobody is there");
      }
      actor.waitingFor = file;
      try {
        pass(actor);
      } finally {
        actor.waitingFor = null;
      }
    }
  }

  /** The process ends: its locks are gone. */
  synchronized void bury(SimFileSystem process) {
    process.die();
    locks.values().removeIf(owner -> owner == process);
  }

  /** Lets go of the disk: the store keeps paths in static tables. */
  synchronized void dispose() {
    processes.forEach(SimFileSystem::forget);
  }
}
