package org.lammstream.manager.cli.versions;

import org.jspecify.annotations.Nullable;
import org.lammstream.evaluation.TextTable;
import org.lammstream.manager.cli.BuildVersion;
import org.lammstream.manager.cli.Console;
import org.lammstream.manager.cli.JobException;
import org.lammstream.manager.cli.Json;
import org.lammstream.manager.cli.LammCli;
import org.lammstream.manager.cli.LammSubcommand;
import org.lammstream.store.maintenance.StoreMaintenance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Names for versions. */
@Command(
    name = "alias",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = {
      "List the names of versions, make one, move one or remove one.",
      "'alias' lists them, 'alias NAME VERSION' makes or moves one, 'alias --delete NAME' removes"
          + " one and leaves the version. Works while a worker runs on the store."
    })
final class AliasCommand extends LammSubcommand {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private final StoreOptions storeOptions = new StoreOptions();

  @Option(names = "--delete", paramLabel = "NAME", description = "Remove this alias.")
  private @Nullable String delete;

  @Option(names = "--json", fallbackValue = "true", description = "Print JSON.")
  private boolean json;

  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "The alias.")
  private @Nullable String alias;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "VERSION",
      description = "Number, another alias, head or latest.")
  private @Nullable String version;

  AliasCommand(Console console) {
    super(console);
  }

  @Override
  protected int execute() {
    if (delete != null && alias != null) {
      throw new ParameterException(spec.commandLine(), "--delete takes one alias and no version");
    }
    if (alias != null && version == null) {
      throw new ParameterException(
          spec.commandLine(), "alias " + alias + ": name the version it is to stand for");
    }
    StoredLearner learner = storeOptions.read();
    if (delete != null) {
      remove(learner, delete);
    } else if (alias != null && version != null) {
      set(learner, alias, learner.number(version));
    } else {
      list(learner);
    }
    return LammCli.OK;
  }

  private void set(StoredLearner learner, String name, int number) {
    if (!StoredLearner.canBeAlias(name)) {
      throw new JobException(
          "'%s' cannot be an alias: numbers, head and latest name versions already"
              .formatted(TextTable.printable(name)));
    }
    try (StoreMaintenance maintenance = storeOptions.maintain()) {
      maintenance.setAlias(learner.name(), name, number);
    }
    console().out().println("%s of %s: version %d".formatted(name, learner.name(), number));
  }

  private void remove(StoredLearner learner, String name) {
    if (!learner.aliases().containsKey(name)) {
      throw new JobException(
          "learner '%s' has no alias '%s'; it has %s"
              .formatted(
                  learner.name(),
                  name,
                  learner.aliases().isEmpty()
                      ? "none"
                      : String.join(", ", learner.aliases().keySet())));
    }
    try (StoreMaintenance maintenance = storeOptions.maintain()) {
      maintenance.removeAlias(learner.name(), name);
    }
    console().out().println("%s of %s: removed".formatted(name, learner.name()));
  }

  private void list(StoredLearner learner) {
    if (json) {
      var document = Json.document().put("learner", learner.name()).put("head", learner.head());
      document.set("aliases", Json.of(learner.aliases()));
      Json.print(console(), document);
      return;
    }
    TextTable table = new TextTable("alias", ">version");
    learner.aliases().forEach((name, number) -> table.row(name, Integer.toString(number)));
    table.lines().forEach(console().out()::println);
  }
}
