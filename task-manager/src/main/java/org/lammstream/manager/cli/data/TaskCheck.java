package org.lammstream.manager.cli.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.lammstream.manager.cli.JobException;
import org.lammstream.manager.clip.image.ImageGate;
import org.lammstream.manager.clip.image.ImageRejectedException;
import org.lammstream.stream.event.Example;
import org.lammstream.stream.event.ImageFile;
import org.lammstream.stream.event.Rejection;
import org.lammstream.stream.event.TaskEvent;
import org.lammstream.stream.event.TaskRules;

/**
 * Finds before anything is sent what a worker would refuse: broken rules and images that cannot be
 * decoded. Thread-safe.
 */
public final class TaskCheck {
  private final ImageGate gate = new ImageGate();

  /**
   * Checks a task whose images are files.
   *
   * @throws JobException if it breaks a rule
   * @throws ImageRejectedException naming the first image that is unreadable or too large
   */
  public void check(TaskEvent event) {
    Optional<Rejection> broken = TaskRules.check(event);
    if (broken.isPresent()) {
      throw new JobException(broken.get().message());
    }
    decode(event.train());
    decode(event.test());
  }

  private void decode(List<Example> examples) {
    for (Example example : examples) {
      if (example.image() instanceof ImageFile file) {
        gate.decode(Path.of(file.uri()));
      }
    }
  }
}
