package org.lammstream.manager.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.lammstream.evaluation.stored.HistoryEvaluation;
import org.lammstream.evaluation.stored.HistoryEvaluationText;
import org.lammstream.evaluation.stored.HistoryEvaluator;
import org.lammstream.manager.cli.versions.StoreOptions;
import org.lammstream.manager.cli.versions.StoredLearner;
import org.lammstream.store.EmbeddingStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures a learner's history again, from its store alone. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = {
      "Measure the accuracy matrix again, from stored versions and stored test features: no"
          + " checkpoint, no images. Every cell must be exactly what was reported; where one is"
          + " not, it is named and the exit code is 1.",
      "Also shown: accuracy per class, confusion between old and new classes, and why test examples"
          + " that were right once are wrong now."
    })
final class EvaluateCommand extends LammSubcommand {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private final StoreOptions storeOptions = new StoreOptions();

  @Option(
      names = "--versions",
      paramLabel = "A..B",
      description =
          "Measure only versions A to B of B's history; A.., ..B or B alone will do. Each is a"
              + " number, an alias, head or latest (default: the head's whole history).")
  private String versions = "..";

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "10",
      description = "Rows of each table (default: ${DEFAULT-VALUE}).")
  private int top = 10;

  @Option(names = "--json", fallbackValue = "true", description = "Print JSON, all of it.")
  private boolean json;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Also write evaluation.json, accuracy.png and lost-points.png there.")
  private @Nullable Path output;

  EvaluateCommand(Console console) {
    super(console);
  }

  @Override
  protected int execute() throws Exception {
    if (top < 1) {
      throw new ParameterException(spec.commandLine(), "--top " + top + ": use 1 or more");
    }
    HistoryEvaluation evaluation = evaluate();
    if (json) {
      console().out().print(evaluation.toJson());
      console().err().println(HistoryEvaluationText.check(evaluation));
    } else {
      console().out().println(HistoryEvaluationText.render(evaluation, JobView.WIDTH, top));
    }
    if (output != null) {
      new EvaluationFiles(evaluation)
          .write(output, notice -> console().err().println("note: " + notice))
          .forEach(file -> console().err().println("wrote " + file));
    }
    return evaluation.check().allEqual() ? LammCli.OK : LammCli.FAILURE;
  }

  private HistoryEvaluation evaluate() {
    try (EmbeddingStore store = EmbeddingStore.openReadOnly(storeOptions.store());
        TaskProgress progress = TaskProgress.on(console())) {
      StoredLearner learner =
          StoredLearner.find(store, storeOptions.store(), storeOptions.learner());
      VersionRange range = VersionRange.parse(versions);
      int last = learner.number(range.last().orElse("head"));
      progress.start("evaluate");
      HistoryEvaluator evaluator =
          new HistoryEvaluator(
              store,
              learner.name(),
              (done, all) -> progress.update((double) done / all, "version " + done + "/" + all));
      return range.first().isPresent()
          ? evaluator.evaluate(learner.number(range.first().get()), last)
          : evaluator.evaluate(last);
    }
  }
}
