package org.lammstream.manager.cli.experiment;

import org.lammstream.manager.cli.TaskProgress;

/** Shows how far a run is, whose parts each go from 0 to 1. Confined to one thread. */
public final class RunProgress {
  private final TaskProgress shown;
  private final TimeLeft time;
  private String title = "";
  private double last;
  private boolean timed;

  public RunProgress(TaskProgress shown, TimeLeft time) {
    this.shown = shown;
    this.time = time;
  }

  /** A run of so much work begins; with work 0 it says nothing about the others. */
  public void begin(String newTitle, double work) {
    title = newTitle;
    last = 0;
    shown.start(title);
    timed = work > 0;
    if (timed) {
      time.begin(work);
    }
  }

  /** A part of the run is so far. */
  public void at(double fraction, String words) {
    if (fraction < last) {
      shown.start(title);
    }
    last = fraction;
    shown.update(fraction, words + (timed ? time.words() : ""));
  }

  /** So much time went into what is kept for other runs. */
  public void pass(long nanos) {
    time.pass(nanos);
  }

  /** The run is finished. */
  public void end() {
    if (timed) {
      time.end();
    }
    shown.finish();
  }
}
