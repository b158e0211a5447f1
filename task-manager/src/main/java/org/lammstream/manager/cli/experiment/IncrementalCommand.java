package org.lammstream.manager.cli.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.lammstream.manager.cli.BuildVersion;
import org.lammstream.manager.cli.Checkpoint;
import org.lammstream.manager.cli.Console;
import org.lammstream.manager.cli.JobException;
import org.lammstream.manager.cli.LammCli;
import org.lammstream.manager.cli.LammSubcommand;
import org.lammstream.manager.cli.TaskProgress;
import org.lammstream.manager.cli.data.PlannedTask;
import org.lammstream.manager.cli.experiment.protocol.MethodEntrant;
import org.lammstream.manager.cli.experiment.protocol.MethodOptions;
import org.lammstream.manager.cli.experiment.protocol.Views;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.lamm.LammLearner;
import org.lammstream.manager.lamm.PromptLearner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Variants of a learner over orders of classes and seeds. */
@Command(
    name = "incremental",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = {
      "Learn a sequence of tasks again and again: every method or variant with every order of"
          + " classes, every seed and every number of shots.",
      "A method (--method) has its published settings and scores by text alone; each task goes on"
          + " from the prompts of the one before. A variant (--variant) is a learner as it learns"
          + " on a stream.",
      "Writes a result for each run, and at the end a table (Markdown and CSV) and a picture of"
          + " accuracy over tasks (curves.png). With the same --output it goes on where it was"
          + " interrupted."
    })
final class IncrementalCommand extends LammSubcommand {
  @Mixin private TaskData taskData = new TaskData();

  @Mixin private MethodOptions methods = new MethodOptions();

  @Option(
      names = "--checkpoint",
      required = true,
      paramLabel = "CLIP_DIR",
      description = Checkpoint.DESCRIPTION)
  private Path checkpoint = Path.of("");

  @Option(
      names = "--variant",
      paramLabel = "NAME: KEY=VALUE, ...",
      description =
          "A variant: its name and its settings; 'joint' among them learns all classes so far anew"
              + " at every step. Repeatable.")
  private List<String> variants = new ArrayList<>();

  @Option(
      names = "--variants",
      paramLabel = "FILE",
      description = "A file with a variant on each line; lines that begin with # are passed over.")
  private List<Path> variantFiles = new ArrayList<>();

  @Option(
      names = "--views",
      paramLabel = "K",
      defaultValue = "10",
      description =
          "With --method: random crops of training images: K of each, encoded once, which the"
              + " epochs take in turn; 'epoch' for fresh ones in every epoch; or 'none' (default:"
              + " ${DEFAULT-VALUE}). A variant's views are among its settings.")
  private String views = "10";

  @Option(
      names = "--orders",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Orders of classes: the tasks as given, and shuffles of their classes (default:"
              + " ${DEFAULT-VALUE}).")
  private int orders = 1;

  @Option(names = "--keep-first", description = "The first task keeps its classes in every order.")
  private boolean keepFirst;

  @Option(
      names = "--seeds",
      split = ",",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seeds (default: ${DEFAULT-VALUE}).")
  private List<Long> seeds = List.of(1L);

  @Option(
      names = "--shots",
      split = ",",
      paramLabel = "N",
      defaultValue = "16",
      description = "Training images per class, or 'all' (default: ${DEFAULT-VALUE}).")
  private List<String> shots = List.of("16");

  @Option(
      names = "--output",
      defaultValue = "out/incremental",
      paramLabel = "DIR",
      description = "Folder for results, table and picture (default: ${DEFAULT-VALUE}).")
  private Path output = Path.of("out", "incremental");

  @Option(
      names = "--device",
      defaultValue = "auto",
      paramLabel = "DEVICE",
      description = "auto, cpu or gpu:N (default: ${DEFAULT-VALUE}).")
  private ComputeDevice device = new ComputeDevice.Auto();

  IncrementalCommand(Console console) {
    super(console);
  }

  @Override
  protected int execute() throws Exception {
    Views parsed = Views.parse(views);
    try (ClipModel model = Checkpoint.load(checkpoint, device);
        LammLearner learner = new LammLearner(model);
        PromptLearner prompts = new PromptLearner(model);
        TaskProgress progress = TaskProgress.on(console())) {
      List<RunPlan> plans = plans(model, parsed);
      TaskData.Found found = taskData.read();
      ExperimentMark.of(found.data(), found.tasks(), keepFirst, model.sha256()).check(output);
      Laboratory laboratory = new Laboratory(model, learner, prompts, found.data(), output);
      plans.stream()
          .map(RunPlan::entrant)
          .distinct()
          .forEach(entrant -> entrant.check(found.classes(), laboratory));
      measure(plans, found.tasks(), laboratory, progress);
    }
    return LammCli.OK;
  }

  private void measure(
      List<RunPlan> plans, List<PlannedTask> given, Laboratory laboratory, TaskProgress progress)
      throws IOException, InterruptedException {
    List<RunResult> results = new ArrayList<>();
    int classes = given.stream().mapToInt(task -> task.classes().size()).sum();
    TimeLeft time = timeLeft(plans, classes);
    long made = plans.stream().filter(plan -> Files.exists(output.resolve(plan.path()))).count();
    if (made > 0) {
      console().err().println("%d of %d runs are there already".formatted(made, plans.size()));
    }
    for (RunPlan plan : plans) {
      Path file = output.resolve(plan.path());
      if (Files.exists(file)) {
        results.add(checked(file, plan));
        continue;
      }
      RunProgress shown = new RunProgress(progress, time);
      shown.begin(plan.path(), plan.entrant().work(plan, classes));
      RunResult result = plan.entrant().run(plan, plan.tasks(given, keepFirst), laboratory, shown);
      shown.end();
      result.write(file);
      results.add(result);
      console().err().println(line(results.size(), plans.size(), result));
      writeTable(results);
    }
    writeTable(results);
    ChartFile.write(
        console(),
        CurvesPicture.of(results, laboratory.model().name()),
        output.resolve("curves.png"));
    console().out().println(new ResultTable(results).markdown());
    console().out().println("wrote " + output.resolve("table.md"));
    console().out().println("wrote " + output.resolve("table.csv"));
  }

  private void writeTable(List<RunResult> results) throws IOException {
    ResultTable table = new ResultTable(results);
    Files.createDirectories(output);
    Files.writeString(output.resolve("table.md"), table.markdown());
    Files.writeString(output.resolve("table.csv"), table.csv());
  }

  private TimeLeft timeLeft(List<RunPlan> plans, int classes) {
    double[] open =
        plans.stream()
            .filter(plan -> !Files.exists(output.resolve(plan.path())))
            .mapToDouble(plan -> plan.entrant().work(plan, classes))
            .filter(work -> work > 0)
            .toArray();
    return new TimeLeft(open.length, DoubleStream.of(open).sum(), System::nanoTime);
  }

  private static String line(int done, int all, RunResult result) {
    return String.format(
        Locale.ROOT,
        "%d/%d  %s, order %d, seed %d: average %.2f, last %.2f, forgetting %.2f",
        done,
        all,
        result.variant(),
        result.order(),
        result.seed(),
        100 * result.metric("averageIncrementalAccuracy"),
        100 * result.metric("lastAccuracy"),
        100 * result.metric("forgetting"));
  }

  /** A result of another experiment must not slip into the table. */
  private static RunResult checked(Path file, RunPlan plan) throws IOException {
    RunResult result = RunResult.read(file);
    Set<String> differing = OtherSettings.between(plan.entrant().recorded(), result.settings());
    if (!differing.isEmpty() || result.joint() != plan.entrant().joint()) {
      throw new JobException(
          file
              + " was measured with other settings ("
              + (differing.isEmpty() ? "joint" : String.join(", ", differing))
              + "); choose another --output or name");
    }
    if (!result.variant().equals(plan.entrant().name())
        || result.order() != plan.order()
        || result.seed() != plan.seed()
        || result.shots() != plan.shots()) {
      throw new JobException(
          "%s holds another run: %s, order %d, seed %d, %d shots"
              .formatted(file, result.variant(), result.order(), result.seed(), result.shots()));
    }
    return result;
  }

  private List<RunPlan> plans(ClipModel model, Views parsed) throws IOException {
    List<Entrant> all = new ArrayList<>();
    for (Path file : variantFiles) {
      Files.readAllLines(file).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .forEach(line -> all.add(Variant.parse(line)));
    }
    variants.forEach(line -> all.add(Variant.parse(line)));
    Set<String> names = new HashSet<>();
    if (methods.given()) {
      methods
          .methods()
          .forEach(
              method ->
                  all.add(new MethodEntrant(method, methods.settings(method, model), parsed)));
    }
    for (Entrant entrant : all) {
      if (!names.add(entrant.fileName())) {
        throw new JobException("variant '" + entrant.name() + "' is there twice");
      }
    }
    if (all.isEmpty()) {
      throw new JobException("nothing to measure: give --method, --variant or --variants");
    }
    if (orders < 1) {
      throw new JobException("--orders must be at least 1");
    }
    List<RunPlan> plans = new ArrayList<>();
    for (int shot : shots.stream().map(Shots::count).distinct().toList()) {
      for (Entrant entrant : all) {
        for (int order = 0; order < orders; order++) {
          for (long seed : seeds.stream().distinct().toList()) {
            plans.add(new RunPlan(entrant, order, seed, shot));
          }
        }
      }
    }
    return plans;
  }
}
