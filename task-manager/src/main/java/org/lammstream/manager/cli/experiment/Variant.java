package org.lammstream.manager.cli.experiment;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.lammstream.manager.cli.JobException;
import org.lammstream.manager.cli.data.PlannedTask;
import org.lammstream.manager.lamm.InvalidConfigurationException;
import org.lammstream.manager.lamm.LearnerConfiguration;
import org.lammstream.manager.lamm.PromptMethod;
import org.lammstream.manager.worker.ExpansionWidth;

/**
 * A way to learn that is measured.
 *
 * @param name as in the table
 * @param settings of the learner that differ from the defaults
 * @param joint whether each step learns all classes so far anew, with all their images: no stream,
 *     but what a stream could reach at best
 */
record Variant(String name, Map<String, String> settings, boolean joint) implements Entrant {
  private static final Pattern LINE = Pattern.compile("([^:]+):(.*)");
  private static final String JOINT = "joint";

  Variant {
    settings = Map.copyOf(settings);
  }

  /**
   * Reads {@code NAME: KEY=VALUE, KEY=VALUE}; {@code joint} among them stands alone.
   *
   * @throws JobException if it is nothing of the kind, or a setting is unknown or out of range
   */
  static Variant parse(String line) {
    var matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new JobException("variant '" + line + "': expected NAME: KEY=VALUE, KEY=VALUE");
    }
    String name = matcher.group(1).strip();
    Map<String, String> settings = new LinkedHashMap<>();
    boolean joint = false;
    for (String item : matcher.group(2).split(",", -1)) {
      String part = item.strip();
      int equals = part.indexOf('=');
      if (part.equals(JOINT)) {
        joint = true;
      } else if (equals > 0) {
        settings.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
      } else if (!part.isEmpty()) {
        throw new JobException("variant '" + name + "': '" + part + "' is not KEY=VALUE");
      }
    }
    try {
      PromptMethod method = LearnerConfiguration.from(settings).method();
      if (method.promptsImages()) {
        throw new JobException(
            "variant '%s': variants learn from features of images; use --method %s"
                .formatted(name, method.key()));
      }
    } catch (InvalidConfigurationException e) {
      throw new JobException("variant '" + name + "': " + e.getMessage(), e);
    }
    return new Variant(name, settings, joint);
  }

  @Override
  public Map<String, String> recorded() {
    return new TreeMap<>(configuration().toMap());
  }

  /**
   * Checks class names and settings against the checkpoint.
   *
   * @throws JobException if features would be expanded to just as many numbers
   */
  @Override
  public void check(List<String> classes, Laboratory laboratory) {
    laboratory.learner().checkNames(classes, configuration());
    ExpansionWidth.problem(configuration(), laboratory.model().dimension())
        .ifPresent(
            problem -> {
              throw new JobException("variant '" + name + "': " + problem);
            });
  }

  LearnerConfiguration configuration() {
    return LearnerConfiguration.from(settings);
  }

  @Override
  public double work(RunPlan plan, int classes) {
    return joint ? classes : 1;
  }

  @Override
  public RunResult run(
      RunPlan plan, List<PlannedTask> tasks, Laboratory laboratory, RunProgress progress)
      throws IOException, InterruptedException {
    int views = configuration().views();
    long began = System.nanoTime();
    EncodedImages encoded =
        new EncodedImagesFile(laboratory.output(), laboratory.model(), views)
            .get(
                laboratory.data(),
                tasks.stream().flatMap(task -> task.classes().stream()).toList(),
                done -> progress.at(done, "encoding images"));
    progress.pass(System.nanoTime() - began);
    return new SequenceRun(laboratory.learner(), encoded, plan, this, tasks)
        .run(done -> progress.at((double) done / tasks.size(), "tasks"));
  }
}
