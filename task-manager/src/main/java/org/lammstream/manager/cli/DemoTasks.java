package org.lammstream.manager.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.lammstream.manager.builtin.BuiltinData;
import org.lammstream.manager.builtin.BuiltinTask;
import org.lammstream.manager.cli.data.ImageFolder;
import org.lammstream.manager.cli.data.PlannedTask;
import org.lammstream.manager.cli.data.PreparedTask;
import org.lammstream.manager.cli.data.TaskEventFactory;

/** The demo's sequence of tasks, on pictures that the program draws. */
final class DemoTasks {
  /** Seed of pictures and learning. */
  static final long SEED = 1;

  private static final int TEST_IMAGES = 20;

  private final ImageFolder folder;
  private final int shots;

  private DemoTasks(ImageFolder folder, int shots) {
    this.folder = folder;
    this.shots = shots;
  }

  /**
   * Draws the pictures of all tasks.
   *
   * @param root folder for them, which is made
   * @param shots training pictures per class
   */
  static DemoTasks draw(Path root, int shots) throws IOException {
    BuiltinData.writeImages(root, BuiltinData.newClasses(), shots, TEST_IMAGES, SEED);
    return new DemoTasks(ImageFolder.open(root), shots);
  }

  /** The folder of the pictures. */
  Path root() {
    return folder.root();
  }

  /**
   * The tasks for one learner, in order.
   *
   * @param inline whether pictures travel inside the events
   * @param salt told apart in event ids, for example the checkpoint's digest
   */
  List<PreparedTask> prepare(String learner, boolean inline, String salt, Consumer<String> notices)
      throws IOException {
    TaskEventFactory factory =
        new TaskEventFactory(
            folder,
            new TaskEventFactory.Settings(learner, shots, SEED, Map.of(), inline, salt),
            notices);
    List<PreparedTask> prepared = new ArrayList<>();
    for (BuiltinTask task : BuiltinData.tasks()) {
      prepared.add(factory.prepare(new PlannedTask(task.name(), task.classes())));
    }
    return prepared;
  }
}
