package org.lammstream.manager.cli.versions;

import java.util.Optional;
import org.lammstream.manager.cli.BuildVersion;
import org.lammstream.manager.cli.Console;
import org.lammstream.manager.cli.Json;
import org.lammstream.manager.cli.LammCli;
import org.lammstream.manager.cli.LammSubcommand;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.Version;
import org.lammstream.store.VersionSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Everything about one version. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = "Show all there is to know about a version, but for its numbers.")
final class ShowCommand extends LammSubcommand {
  @Mixin private final StoreOptions storeOptions = new StoreOptions();
  @Mixin private final VersionArgument version = new VersionArgument();

  @Option(names = "--json", fallbackValue = "true", description = "Print JSON.")
  private boolean json;

  ShowCommand(Console console) {
    super(console);
  }

  @Override
  protected int execute() {
    try (EmbeddingStore store = EmbeddingStore.openReadOnly(storeOptions.store())) {
      StoredLearner learner = storeOptions.learnerIn(store);
      int number = learner.number(version.word());
      VersionSummary summary = learner.summary(number);
      Optional<Version> stored =
          summary.prunedAt().isPresent()
              ? Optional.empty()
              : Optional.of(store.version(learner.name(), number));
      VersionDetails details =
          new VersionDetails(learner, summary, stored, learner.row(store, number));
      if (json) {
        Json.print(console(), details.json());
      } else {
        details.lines().forEach(console().out()::println);
      }
    }
    return LammCli.OK;
  }
}
