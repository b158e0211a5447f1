package org.lammstream.manager.cli.versions;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.lammstream.evaluation.stored.VersionDiff;
import org.lammstream.evaluation.stored.VersionDiffTable;
import org.lammstream.manager.cli.BuildVersion;
import org.lammstream.manager.cli.Console;
import org.lammstream.manager.cli.JobException;
import org.lammstream.manager.cli.LammCli;
import org.lammstream.manager.cli.LammSubcommand;
import org.lammstream.store.EmbeddingStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Two versions side by side. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = {
      "Show what changed between two versions: classes, how far they moved, which predictions on"
          + " the stored test features changed, and accuracy per task.",
      "Without versions, the head is compared with the version that it continues; with one, that is"
          + " compared with the version that it continues."
    })
final class DiffCommand extends LammSubcommand {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private final StoreOptions storeOptions = new StoreOptions();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "A",
      description = "The version before: number, alias, head or latest.")
  private @Nullable String first;

  @Parameters(index = "1", arity = "0..1", paramLabel = "B", description = "The version after.")
  private @Nullable String second;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "10",
      description = "Rows of each table (default: ${DEFAULT-VALUE}).")
  private int top;

  @Option(names = "--json", fallbackValue = "true", description = "Print JSON, all of it.")
  private boolean json;

  DiffCommand(Console console) {
    super(console);
  }

  @Override
  protected int execute() {
    if (top < 1) {
      throw new ParameterException(spec.commandLine(), "--top " + top + ": use 1 or more");
    }
    try (EmbeddingStore store = EmbeddingStore.openReadOnly(storeOptions.store())) {
      StoredLearner learner = storeOptions.learnerIn(store);
      int after =
          second != null
              ? learner.number(second)
              : first != null ? learner.number(first) : learner.head();
      int before = first != null && second != null ? learner.number(first) : parent(learner, after);
      VersionDiff diff = VersionDiff.of(store, learner.name(), before, after);
      if (json) {
        console().out().print(diff.toJson());
      } else {
        console().out().println(VersionDiffTable.render(diff, top));
      }
    }
    return LammCli.OK;
  }

  private static int parent(StoredLearner learner, int number) {
    OptionalInt parent = learner.summary(number).parent();
    if (parent.isEmpty()) {
      throw new JobException(
          "version %d of learner '%s' continues nothing; name two versions"
              .formatted(number, learner.name()));
    }
    return parent.getAsInt();
  }
}
