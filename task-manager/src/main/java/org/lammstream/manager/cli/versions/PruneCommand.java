package org.lammstream.manager.cli.versions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.lammstream.manager.cli.BuildVersion;
import org.lammstream.manager.cli.Console;
import org.lammstream.manager.cli.Json;
import org.lammstream.manager.cli.LammCli;
import org.lammstream.manager.cli.LammSubcommand;
import org.lammstream.store.PruneResult;
import org.lammstream.store.PruneRule;
import org.lammstream.store.maintenance.StoreMaintenance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Giving space back. */
@Command(
    name = "prune",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = {
      "Remove the embeddings of old versions; what they were and how good they were stays listed.",
      "The head and every version with an alias stay, and so does what one of the options keeps;"
          + " at least one is needed. Works while a worker runs on the store."
    })
final class PruneCommand extends LammSubcommand {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private final StoreOptions storeOptions = new StoreOptions();

  @Option(
      names = "--older-than",
      converter = Age.class,
      paramLabel = "AGE",
      description = "Prune only what is older: 30d, 12h or 90m.")
  private @Nullable Duration olderThan;

  @Option(
      names = "--keep-last",
      paramLabel = "N",
      description = "Keep the N versions with the highest numbers.")
  private @Nullable Integer keepLast;

  @Option(
      names = "--keep-every",
      paramLabel = "K",
      description = "Keep versions whose number is a multiple of K.")
  private @Nullable Integer keepEvery;

  @Option(
      names = "--dry-run",
      fallbackValue = "true",
      description = "Say what would go, and leave everything as it is.")
  private boolean dryRun;

  @Option(names = "--json", fallbackValue = "true", description = "Print JSON.")
  private boolean json;

  PruneCommand(Console console) {
    super(console);
  }

  @Override
  protected int execute() {
    PruneRule rule = rule();
    StoredLearner learner = storeOptions.read();
    PruneResult result;
    try (StoreMaintenance maintenance = storeOptions.maintain()) {
      result = maintenance.prune(learner.name(), rule, dryRun);
    }
    if (json) {
      Json.print(console(), json(learner, result));
    } else {
      print(learner, result);
    }
    return LammCli.OK;
  }

  private PruneRule rule() {
    if (olderThan == null && keepLast == null && keepEvery == null) {
      throw new ParameterException(
          spec.commandLine(), "say what to keep: --older-than, --keep-last or --keep-every");
    }
    try {
      return new PruneRule(Optional.ofNullable(olderThan), optional(keepLast), optional(keepEvery));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static OptionalInt optional(@Nullable Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private void print(StoredLearner learner, PruneResult result) {
    if (result.pruned().isEmpty()) {
      console().out().println("nothing to prune: every version of " + learner.name() + " is kept");
      return;
    }
    console()
        .out()
        .println(
            "%s %s of %s; kept %s"
                .formatted(
                    dryRun ? "would prune" : "pruned",
                    NumberRanges.of(result.pruned()),
                    learner.name(),
                    NumberRanges.of(result.kept())));
    console()
        .out()
        .println(
            String.format(
                Locale.ROOT,
                "%,d class entries, store %,d -> %,d bytes: %,d bytes %s",
                result.classEntries(),
                result.bytesBefore(),
                result.bytesAfter(),
                result.bytesBefore() - result.bytesAfter(),
                dryRun ? "(estimated)" : "freed"));
  }

  private ObjectNode json(StoredLearner learner, PruneResult result) {
    ObjectNode document = Json.document().put("learner", learner.name()).put("dryRun", dryRun);
    document.set("pruned", Json.of(result.pruned()));
    document.set("kept", Json.of(result.kept()));
    return document
        .put("classEntries", result.classEntries())
        .put("bytesBefore", result.bytesBefore())
        .put("bytesAfter", result.bytesAfter());
  }
}
