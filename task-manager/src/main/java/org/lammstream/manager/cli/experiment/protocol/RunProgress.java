package org.lammstream.manager.cli.experiment.protocol;

import org.lammstream.manager.cli.TaskProgress;
import org.lammstream.manager.cli.experiment.TimeLeft;

/** Shows how far a run is, whose parts each go from 0 to 1. Confined to one thread. */
final class RunProgress {
  private final TaskProgress shown;
  private final TimeLeft time;
  private String title = "";
  private double last;
  private boolean timed;

  RunProgress(TaskProgress shown, TimeLeft time) {
    this.shown = shown;
    this.time = time;
  }

  /** A run of so much work begins; with work 0 it says nothing about the others. */
  void begin(String newTitle, double work) {
    title = newTitle;
    last = 0;
    shown.start(title);
    timed = work > 0;
    if (timed) {
      time.begin(work);
    }
  }

  /** A part of the run is so far. */
  void at(double fraction, String words) {
    if (fraction < last) {
      shown.start(title);
    }
    last = fraction;
    shown.update(fraction, words + (timed ? time.words() : ""));
  }

  /** So much time went into what is kept for other runs. */
  void pass(long nanos) {
    time.pass(nanos);
  }

  /** The run is finished. */
  void end() {
    if (timed) {
      time.end();
    }
    shown.finish();
  }
}
