package org.lammstream.manager.cli.experiment.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.lammstream.evaluation.chart.VariantChart;
import org.lammstream.manager.cli.Checkpoint;
import org.lammstream.manager.cli.Console;
import org.lammstream.manager.cli.LammCli;
import org.lammstream.manager.cli.LammSubcommand;
import org.lammstream.manager.cli.TaskProgress;
import org.lammstream.manager.cli.experiment.ChartFile;
import org.lammstream.manager.cli.experiment.RunProgress;
import org.lammstream.manager.cli.experiment.TimeLeft;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.lamm.PromptLearner;
import org.lammstream.manager.lamm.PromptMethod;
import picocli.CommandLine.Mixin;

/** Makes the runs of a protocol that are not made yet, and sums up all of them. */
abstract class ProtocolCommand extends LammSubcommand {
  @Mixin private ProtocolOptions options = new ProtocolOptions();

  private final Protocol protocol;

  ProtocolCommand(Console console, Protocol protocol) {
    super(console);
    this.protocol = protocol;
  }

  final ProtocolOptions options() {
    return options;
  }

  /** Reads the data sets. */
  abstract List<Trial> trials();

  /** Sums up. */
  abstract ProtocolTable table(Measured measured);

  /** Draws what was measured. */
  abstract VariantChart picture(Measured measured, String checkpoint);

  @Override
  protected final int execute() throws Exception {
    List<PromptMethod> methods = options.methods().methods();
    Views views = options.views();
    List<Integer> shots = options.shots(protocol.shots());
    List<Trial> trials = trials();
    try (ClipModel model = Checkpoint.load(options.checkpoint(), options.device());
        PromptLearner learner = new PromptLearner(model)) {
      List<ProtocolPlan> plans = new ArrayList<>();
      for (Trial trial : trials) {
        for (PromptMethod method : methods) {
          MethodOptions.check(
              learner, trial.names(), method, options.methods().settings(method, model));
        }
        trial
            .mark(protocol.key(), model.sha256())
            .check(output().resolve(trial.dataset()), "images, classes, checkpoint or protocol");
        plans.addAll(plans(trial, methods, shots, views, model));
      }
      sayDepth(plans);
      List<ProtocolResult> results = results(plans, model, learner);
      Measured measured = measured(plans, results);
      writeTable(measured);
      console().out().println(table(measured).markdown());
      console().out().println("wrote " + output().resolve("table.md"));
      console().out().println("wrote " + output().resolve("table.csv"));
      ChartFile.write(console(), picture(measured, model.name()), output().resolve("accuracy.png"));
    }
    return LammCli.OK;
  }

  private List<ProtocolPlan> plans(
      Trial trial, List<PromptMethod> methods, List<Integer> shots, Views views, ClipModel model) {
    MethodOptions settings = options.methods();
    List<ProtocolPlan> plans = new ArrayList<>();
    if (methods.contains(PromptMethod.ZERO_SHOT)) {
      PromptMethod none = PromptMethod.ZERO_SHOT;
      plans.add(new ProtocolPlan(trial, none, 0, 0, settings.settings(none, model), views));
    }
    for (long seed : options.seeds()) {
      for (int number : shots) {
        for (PromptMethod method : methods) {
          if (method != PromptMethod.ZERO_SHOT) {
            plans.add(
                new ProtocolPlan(
                    trial, method, number, seed, settings.settings(method, model), views));
          }
        }
      }
    }
    return plans;
  }

  private void sayDepth(List<ProtocolPlan> plans) {
    plans.stream()
        .filter(plan -> plan.method().promptsImages())
        .findFirst()
        .ifPresent(
            plan ->
                console()
                    .err()
                    .println("MaPLe: prompts in %d blocks".formatted(plan.settings().depth())));
  }

  private List<ProtocolResult> results(
      List<ProtocolPlan> plans, ClipModel model, PromptLearner learner)
      throws IOException, InterruptedException {
    List<ProtocolResult> results = new ArrayList<>();
    Map<Boolean, List<ProtocolPlan>> made =
        plans.stream().collect(Collectors.partitioningBy(plan -> Files.exists(file(plan))));
    for (ProtocolPlan plan : made.getOrDefault(true, List.of())) {
      results.add(ProtocolResult.read(file(plan), plan));
    }
    if (!results.isEmpty()) {
      console()
          .err()
          .println("%d of %d runs are there already".formatted(results.size(), plans.size()));
    }
    List<ProtocolPlan> open = made.getOrDefault(false, List.of());
    double[] work = open.stream().mapToDouble(ProtocolPlan::work).filter(one -> one > 0).toArray();
    TimeLeft time = new TimeLeft(work.length, Arrays.stream(work).sum(), System::nanoTime);
    try (TaskProgress shown = TaskProgress.on(console())) {
      RunProgress progress = new RunProgress(shown, time);
      String folder = "";
      Optional<ProtocolRun> runs = Optional.empty();
      for (ProtocolPlan plan : open) {
        String dataset = plan.trial().dataset();
        if (runs.isEmpty() || !dataset.equals(folder)) {
          folder = dataset;
          FrozenFeatures frozen = new FrozenFeatures(model, output().resolve(dataset));
          runs = Optional.of(new ProtocolRun(model, learner, frozen, progress));
        }
        progress.begin(plan.path(), plan.work());
        ProtocolResult result = runs.get().of(protocol.key(), plan, protocol::derived);
        progress.end();
        result.write(file(plan));
        results.add(result);
        console().err().println(line(results.size(), plans.size(), result));
        writeTable(measured(plans, results));
      }
    }
    return results;
  }

  private Measured measured(List<ProtocolPlan> plans, List<ProtocolResult> results) {
    return new Measured(protocol, options.shots(protocol.shots()), plans, results);
  }

  private Path output() {
    return options.output(protocol);
  }

  private Path file(ProtocolPlan plan) {
    return output().resolve(plan.path());
  }

  private void writeTable(Measured measured) throws IOException {
    ProtocolTable table = table(measured);
    Files.writeString(output().resolve("table.md"), table.markdown());
    Files.writeString(output().resolve("table.csv"), table.csv());
  }

  private static String line(int done, int all, ProtocolResult result) {
    String accuracies =
        result.accuracies().entrySet().stream()
            .map(
                entry ->
                    String.format(Locale.ROOT, "%s %.2f", entry.getKey(), 100 * entry.getValue()))
            .collect(Collectors.joining(", "));
    String which =
        result.method().equals(PromptMethod.ZERO_SHOT.key())
            ? ""
            : ", %s, seed %d".formatted(TableCells.ofShots(result.shots()), result.seed());
    return String.format(
        Locale.ROOT,
        "%d/%d  %s, %s%s: %s (%.1f s)",
        done,
        all,
        result.dataset(),
        result.method(),
        which,
        accuracies,
        result.trainingSeconds() + result.examSeconds());
  }
}
