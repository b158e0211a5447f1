package org.lammstream.manager.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.lammstream.manager.benchmark.HistoryBenchmark;
import org.lammstream.manager.benchmark.HistoryCost;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.lamm.InvalidConfigurationException;
import org.lammstream.manager.lamm.LearnerConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures what many old classes cost. */
@Command(
    name = "bench-history",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = {
      "Time the same task on learners with few and with many old classes: learning, evaluating,",
      "committing and reading it, and predicting. The old classes are made up."
    })
final class BenchHistoryCommand extends LammSubcommand {
  private static final int MOST_OLD = 1_000_000;
  private static final int MOST = 1000;

  @Option(
      names = "--checkpoint",
      required = true,
      paramLabel = "CLIP_DIR",
      description = Checkpoint.DESCRIPTION)
  private Path checkpoint = Path.of("");

  @Option(
      names = "--old",
      split = ",",
      paramLabel = "N",
      defaultValue = "100,1000,10000,100000",
      description = "Numbers of old classes, at most 1000000 (default: ${DEFAULT-VALUE}).")
  private List<Integer> old = List.of(100, 1000, 10_000, 100_000);

  @Option(
      names = "--classes-per-task",
      paramLabel = "N",
      defaultValue = "10",
      description = "Classes of the new task, at most 1000 (default: ${DEFAULT-VALUE}).")
  private int taskClasses = 10;

  @Option(
      names = "--shots",
      paramLabel = "N",
      defaultValue = "16",
      description = "Images of each class, at most 1000 (default: ${DEFAULT-VALUE}).")
  private int shots = 16;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Measured rounds, of which the median counts (default: ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(
      names = "--set",
      split = ",",
      splitSynopsisLabel = ",",
      paramLabel = "KEY=VALUE",
      description = "Any setting of the learner, for example neighbours=20. Repeatable.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--device",
      defaultValue = "cpu",
      paramLabel = "DEVICE",
      description = "auto, cpu or gpu:N (default: ${DEFAULT-VALUE}).")
  private ComputeDevice device = new ComputeDevice.Cpu();

  BenchHistoryCommand(Console console) {
    super(console);
  }

  @Override
  protected int execute() throws Exception {
    old.forEach(count -> check("--old", count, MOST_OLD));
    check("--classes-per-task", taskClasses, MOST);
    check("--shots", shots, MOST);
    check("--rounds", rounds, MOST);
    HistoryBenchmark.Plan plan = new HistoryBenchmark.Plan(old, taskClasses, shots, rounds);
    LearnerConfiguration configuration = configuration();
    Path folder = Files.createTempDirectory("lamm-bench-");
    try (ClipModel model = Checkpoint.load(checkpoint, device)) {
      List<HistoryCost> costs = benchmark(model, configuration, plan).run(folder, this::tell);
      console().out().print(HistoryCostTable.of(costs));
    } finally {
      StreamJob.delete(folder);
    }
    return LammCli.OK;
  }

  private void tell(String what, int done, int all) {
    console().err().println(String.format(Locale.ROOT, "%d/%d: %s", done + 1, all, what));
  }

  private LearnerConfiguration configuration() {
    try {
      return LearnerConfiguration.from(settings);
    } catch (InvalidConfigurationException e) {
      throw new JobException("--set: " + e.getMessage());
    }
  }

  private static HistoryBenchmark benchmark(
      ClipModel model, LearnerConfiguration configuration, HistoryBenchmark.Plan plan) {
    try {
      return new HistoryBenchmark(model, configuration, plan);
    } catch (IllegalArgumentException e) {
      throw new JobException("--set: " + e.getMessage());
    }
  }

  private static void check(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new JobException(String.format(Locale.ROOT, "%s %d: use 1 to %d", option, value, most));
    }
  }
}
