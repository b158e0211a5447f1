package org.lammstream.manager.cli;

/** Shows how far the task at hand is. Confined to one thread. */
public interface TaskProgress extends AutoCloseable {
  /** A task begins; ends the display of the one before it. */
  void start(String title);

  /**
   * The task has come this far.
   *
   * @param fraction 0 to 1, never falls within a task
   * @param message what is being done
   */
  void update(double fraction, String message);

  /** The task is over, whatever became of it. */
  void finish();

  @Override
  default void close() {
    finish();
  }

  /** A bar on a terminal, a line now and then elsewhere. */
  static TaskProgress on(Console console) {
    return console.terminal() ? new BarProgress() : new LineProgress(console);
  }
}
