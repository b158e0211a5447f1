package org.lammstream.manager.worker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.lammstream.manager.fixtures.DrawnFolder;
import org.lammstream.stream.event.Example;
import org.lammstream.stream.event.ImageFile;
import org.lammstream.stream.event.TaskEvent;

/** Drawn images of fruit, and tasks of them. */
final class FruitTasks {
  static final String LEARNER = "fruit";
  private static final List<String> NAMES =
      List.of("apple", "pear", "plum", "fig", "kiwi", "red pear", "red_pear");
  private static final int IMAGES = 6;

  final Path images;

  FruitTasks(Path folder) {
    images = DrawnFolder.draw(folder, NAMES, IMAGES, 2);
  }

  /** A task with the first half of the images of these classes. */
  TaskEvent task(String name, String... classes) {
    return task(name, Map.of(), 0, classes);
  }

  /** A task with the other half of the images. */
  TaskEvent more(String name, String... classes) {
    return task(name, Map.of(), IMAGES / 2, classes);
  }

  /** A task with the other half of the images, under these settings. */
  TaskEvent more(String name, Map<String, String> settings, String... classes) {
    return task(name, settings, IMAGES / 2, classes);
  }

  private TaskEvent task(String name, Map<String, String> settings, int first, String... classes) {
    List<Example> train = new ArrayList<>();
    List<Example> test = new ArrayList<>();
    for (String one : classes) {
      for (int i = first; i < first + IMAGES / 2; i++) {
        train.add(example("train", one, i));
      }
      test.add(example("test", one, 0));
      test.add(example("test", one, 1));
    }
    return new TaskEvent(1, LEARNER, name, List.of(classes), train, test, settings);
  }

  private Example example(String split, String name, int number) {
    Path file = images.resolve(split).resolve(name).resolve(number + ".png");
    return new Example(name, new ImageFile(file.toUri()));
  }
}
