package org.lammstream.manager.cli.experiment.protocol;

import java.util.Map;
import org.lammstream.manager.cli.experiment.Shots;
import org.lammstream.manager.datasets.DataSet;
import org.lammstream.manager.datasets.FewShot;
import org.lammstream.manager.lamm.PromptMethod;
import org.lammstream.manager.lamm.PromptSettings;

/**
 * One run. Zero-shot has one for each data set, with seed and shots 0.
 *
 * @param shots training images per class; 0 for all
 * @param settings of the method
 */
record ProtocolPlan(
    Trial trial, PromptMethod method, int shots, long seed, PromptSettings settings, Views views) {
  /** What a test image costs beside a step of LAMM, as was measured with 200 classes. */
  private static final double IMAGE_WORK = 0.08;

  /** Where its result belongs, below the experiment's folder. */
  String path() {
    if (method == PromptMethod.ZERO_SHOT) {
      return trial.dataset() + "/zero-shot.json";
    }
    return "%s/%s/%s/seed-%d.json"
        .formatted(
            trial.dataset(),
            shots == Shots.ALL ? "all" : shots + (shots == 1 ? "-shot" : "-shots"),
            method.key(),
            seed);
  }

  /** The training images, with labels of all classes. */
  DataSet sample() {
    return shots == Shots.ALL ? trial.training() : FewShot.sample(trial.training(), shots, seed);
  }

  /** All settings by name. */
  Map<String, String> settingsByName() {
    return method == PromptMethod.ZERO_SHOT
        ? Map.of("prompt", trial.prompt())
        : SettingsByName.of(method, settings, views);
  }

  /** Roughly how long it takes: steps times classes, and prompted test images; 0 for zero-shot. */
  double work() {
    int classes = trial.training().classNames().size();
    int all = trial.training().train().size();
    int images = shots == Shots.ALL ? all : Math.min(all, shots * classes);
    double steps = Math.ceil((double) images / settings.optimisation().batchSize());
    int tests =
        method.promptsImages()
            ? trial.exams().stream().mapToInt(exam -> exam.images().size()).sum()
            : 0;
    return classes * (stepWork() * steps * settings.optimisation().epochs() + tests * IMAGE_WORK);
  }

  /** What a step costs beside one of LAMM, as was measured with 200 classes. */
  private double stepWork() {
    return switch (method) {
      case ZERO_SHOT -> 0;
      case LAMM, COOP -> 1;
      case COOP_LAMM -> 2;
      case MAPLE -> 3;
      case MAPLE_LAMM -> 5;
    };
  }
}
