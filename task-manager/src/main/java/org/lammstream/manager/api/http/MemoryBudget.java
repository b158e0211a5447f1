package org.lammstream.manager.api.http;

import java.util.concurrent.Semaphore;

/** Heap that the bodies of all requests share. Thread-safe. */
final class MemoryBudget {
  private static final int UNIT = 1024;

  private final Semaphore units;

  MemoryBudget(long bytes) {
    this.units = new Semaphore(Math.toIntExact(Math.max(1, bytes / UNIT)));
  }

  /** One request's share; closed when the request is answered. */
  Lease lease() {
    return new Lease();
  }

  /** Grows with a body and is given back as a whole. Confined to one thread at a time. */
  final class Lease implements AutoCloseable {
    private int held;

    /**
     * Makes sure that so many bytes are reserved.
     *
     * @throws ProblemException if the others hold too much
     */
    synchronized void grow(long bytes) {
      int wanted = Math.toIntExact((bytes + UNIT - 1) / UNIT) - held;
      if (wanted <= 0) {
        return;
      }
      if (!units.tryAcquire(wanted)) {
        throw Problem.passing(
                Problem.Kind.BUSY, "too many large requests at the same time; try again", 2)
            .exception();
      }
      held += wanted;
    }

    @Override
    public synchronized void close() {
      units.release(held);
      held = 0;
    }
  }
}
