package org.lammstream.manager.cli.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.lammstream.evaluation.TaskTest;
import org.lammstream.manager.cli.data.PlannedTask;

/** The tests of a sequence of tasks. */
public final class TaskTests {
  private TaskTests() {}

  /**
   * The test of one task.
   *
   * @param zeroShot text features by class
   * @param images features of a class's test images, {@code (n · d)}
   * @param d dimension of a feature
   */
  public static TaskTest of(
      PlannedTask task, Map<String, float[]> zeroShot, Function<String, float[]> images, int d) {
    List<String> classes = task.classes();
    List<String> labels = new ArrayList<>();
    List<float[]> features = classes.stream().map(images).toList();
    float[] names = new float[classes.size() * d];
    float[] flat = new float[features.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (int c = 0; c < classes.size(); c++) {
      float[] text = zeroShot.getOrDefault(classes.get(c), new float[d]);
      System.arraycopy(text, 0, names, c * d, d);
      float[] test = features.get(c);
      System.arraycopy(test, 0, flat, at, test.length);
      at += test.length;
      for (int n = 0; n < test.length / d; n++) {
        labels.add(classes.get(c));
      }
    }
    return new TaskTest(task.name(), classes, names, labels, flat, d);
  }
}
