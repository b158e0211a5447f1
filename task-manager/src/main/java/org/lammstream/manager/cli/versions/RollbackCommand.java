package org.lammstream.manager.cli.versions;

import org.lammstream.manager.cli.BuildVersion;
import org.lammstream.manager.cli.Console;
import org.lammstream.manager.cli.LammCli;
import org.lammstream.manager.cli.LammSubcommand;
import org.lammstream.store.Aliases;
import org.lammstream.store.maintenance.StoreMaintenance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serving another version. */
@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = {
      "Make a version the champion, which predict and serving follow. No version is lost.",
      "Works while a worker runs on the store."
    })
final class RollbackCommand extends LammSubcommand {
  @Mixin private final StoreOptions storeOptions = new StoreOptions();

  @Option(
      names = "--to",
      required = true,
      paramLabel = "VERSION",
      description = "Number, alias, head or latest.")
  private String to = "";

  @Option(
      names = "--head",
      fallbackValue = "true",
      description = "Let the next task continue from this version, too; it begins a branch then.")
  private boolean head;

  RollbackCommand(Console console) {
    super(console);
  }

  @Override
  protected int execute() {
    StoredLearner learner = storeOptions.read();
    int number = learner.number(to);
    try (StoreMaintenance maintenance = storeOptions.maintain()) {
      maintenance.rollback(learner.name(), number, head);
    }
    Integer before = learner.aliases().get(Aliases.CHAMPION);
    console()
        .out()
        .println(
            "%s of %s: %sversion %d; the next task continues version %d"
                .formatted(
                    Aliases.CHAMPION,
                    learner.name(),
                    before == null ? "" : "version " + before + " -> ",
                    number,
                    head ? number : learner.head()));
    return LammCli.OK;
  }
}
