package org.lammstream.manager.survive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Holds a worker at a step: who comes there for the n-th time makes a file, and goes on when
 * another file is there. An interruption ends the wait and stays set.
 *
 * @param step where
 * @param time the how manieth time, from 1
 * @param folder of both files
 */
public record Hold(Step step, int time, Path folder) {
  private static final long POLL_MILLIS = 10;

  /** Made by the worker when it is held. */
  Path reached() {
    return folder.resolve("reached");
  }

  /** Made by the test to let it go. */
  Path released() {
    return folder.resolve("released");
  }

  /** As arguments of a process. */
  List<String> arguments() {
    return List.of(step.name(), Integer.toString(time), folder.toString());
  }

  /** Reads arguments. */
  public static Hold parse(List<String> arguments) {
    return new Hold(
        Step.valueOf(arguments.get(0)),
        Integer.parseInt(arguments.get(1)),
        Path.of(arguments.get(2)));
  }

  /** Counts for one process. */
  public Counter counter() {
    return new Counter(this);
  }

  /** How often the step was reached. */
  public static final class Counter {
    private final Hold hold;
    private final AtomicInteger times = new AtomicInteger();

    private Counter(Hold hold) {
      this.hold = hold;
    }

    /** To be called at every step, on the training thread. */
    public void reached(Step step) {
      if (step != hold.step || times.incrementAndGet() != hold.time) {
        return;
      }
      try {
        Files.createFile(hold.reached());
        while (!Files.exists(hold.released())) {
          Thread.sleep(POLL_MILLIS);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
