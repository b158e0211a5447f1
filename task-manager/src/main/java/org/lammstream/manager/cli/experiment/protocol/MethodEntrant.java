package org.lammstream.manager.cli.experiment.protocol;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.lammstream.manager.cli.JobException;
import org.lammstream.manager.cli.data.PlannedTask;
import org.lammstream.manager.cli.experiment.Entrant;
import org.lammstream.manager.cli.experiment.Laboratory;
import org.lammstream.manager.cli.experiment.RunPlan;
import org.lammstream.manager.cli.experiment.RunProgress;
import org.lammstream.manager.cli.experiment.RunResult;
import org.lammstream.manager.cli.experiment.Shots;
import org.lammstream.manager.lamm.PromptMethod;
import org.lammstream.manager.lamm.PromptSettings;

/**
 * A prompt method that goes on from task to task and scores by text alone.
 *
 * @param views of training images
 */
public record MethodEntrant(PromptMethod method, PromptSettings settings, Views views)
    implements Entrant {

  /**
   * Checks the settings.
   *
   * @throws JobException for contexts of each class: nobody has one for the classes of later tasks
   */
  public MethodEntrant {
    if (settings.classSpecific()) {
      throw new JobException(
          "--class-specific: not with --method here; use --variant 'NAME: method=coop,"
              + " context.scope=class'");
    }
  }

  @Override
  public String name() {
    return method.key();
  }

  @Override
  public boolean joint() {
    return false;
  }

  @Override
  public Map<String, String> recorded() {
    return method == PromptMethod.ZERO_SHOT
        ? Map.of("context", settings.context().toString())
        : SettingsByName.of(method, settings, views);
  }

  @Override
  public void check(List<String> classes, Laboratory laboratory) {
    MethodOptions.check(laboratory.prompts(), classes, method, settings);
  }

  @Override
  public double work(RunPlan plan, int classes) {
    if (method == PromptMethod.ZERO_SHOT) {
      return 0;
    }
    double images = classes * (double) (plan.shots() == Shots.ALL ? 1000 : plan.shots());
    double steps = settings.optimisation().epochs() * images / settings.optimisation().batchSize();
    return steps * classes;
  }

  @Override
  public RunResult run(
      RunPlan plan, List<PlannedTask> tasks, Laboratory laboratory, RunProgress progress)
      throws IOException, InterruptedException {
    return new MethodSequence(this, plan, tasks, laboratory, progress).run();
  }
}
