package org.lammstream.manager.cli.versions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.lammstream.evaluation.TextTable;
import org.lammstream.manager.cli.BuildVersion;
import org.lammstream.manager.cli.Console;
import org.lammstream.manager.cli.Json;
import org.lammstream.manager.cli.LammCli;
import org.lammstream.manager.cli.LammSubcommand;
import org.lammstream.store.BackupInfo;
import org.lammstream.store.CheckProgress;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.StoreBackups;
import org.lammstream.store.StoreCheck;
import org.lammstream.store.StoreProblem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whether a store, or a backup, is whole. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = {
      "Read every value of a store, check its checksum and every version's digest, and say exactly"
          + " what is damaged and which versions are intact.",
      "With --learner, only this learner's values are read.",
      "With --backup, prove in the same way that a backup can be restored.",
      "Exit code 1 if anything is damaged. Reads only."
    })
final class VerifyCommand extends LammSubcommand {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private final WholeStoreOptions storeOptions = new WholeStoreOptions();

  @Option(
      names = "--backup",
      paramLabel = "BACKUP_DIR",
      description = "Check a backup in this folder instead of a store.")
  private @Nullable Path backup;

  @Option(names = "--id", paramLabel = "N", description = "Which backup (default: the newest).")
  private @Nullable Integer id;

  @Option(names = "--json", fallbackValue = "true", description = "Print JSON.")
  private boolean json;

  VerifyCommand(Console console) {
    super(console);
  }

  @Override
  protected int execute() {
    if (backup != null && storeOptions.store().isPresent()) {
      throw new ParameterException(spec.commandLine(), "give --store or --backup, not both");
    }
    return backup != null ? verifyBackup(backup) : verifyStore();
  }

  private int verifyBackup(Path folder) {
    BackupInfo checked =
        StoreBackups.verify(folder, id == null ? OptionalInt.empty() : OptionalInt.of(id));
    if (json) {
      Json.print(
          console(),
          Json.document()
              .put("healthy", true)
              .put("backup", checked.id())
              .put("createdAt", checked.createdAt().toString())
              .put("bytes", checked.bytes()));
    } else {
      console()
          .out()
          .println(
              String.format(
                  Locale.ROOT,
                  "backup %d of %s, %,d bytes: nothing damaged",
                  checked.id(),
                  checked.createdAt(),
                  checked.bytes()));
    }
    return LammCli.OK;
  }

  private int verifyStore() {
    Path folder = storeOptions.required(spec.commandLine());
    storeOptions.checkLearner();
    StoreCheck check;
    try (EmbeddingStore store = EmbeddingStore.openReadOnly(folder)) {
      check =
          storeOptions
              .learner()
              .map(learner -> store.check(learner, CheckProgress.NONE))
              .orElseGet(store::check);
    }
    if (json) {
      Json.print(console(), json(check));
    } else {
      print(folder, check);
    }
    return check.healthy() ? LammCli.OK : LammCli.FAILURE;
  }

  private void print(Path folder, StoreCheck check) {
    check.problems().forEach(problem -> say("damaged: " + problem.message()));
    new TreeMap<>(check.conditions())
        .forEach((learner, versions) -> say("learner " + learner + ": " + versions.describe()));
    say(
        String.format(
            Locale.ROOT,
            "%s: format %d, %,d values, %,d bytes on disk: %s",
            folder,
            check.format(),
            check.families().values().stream().mapToLong(StoreCheck.Family::entries).sum(),
            check.diskBytes(),
            check.healthy() ? "nothing damaged" : "problems: " + check.problems().size()));
    if (!check.healthy()) {
      console().err().println("lamm: " + check.advice());
    }
  }

  private void say(String line) {
    console().out().println(TextTable.printable(line));
  }

  private static ObjectNode json(StoreCheck check) {
    ObjectNode document =
        Json.document()
            .put("healthy", check.healthy())
            .put("format", check.format())
            .put("bytes", check.diskBytes());
    document.set("families", Json.of(check.families()));
    document.set("learners", Json.of(check.conditions()));
    ArrayNode problems = document.putArray("problems");
    for (StoreProblem problem : check.problems()) {
      ObjectNode node =
          problems
              .addObject()
              .put("kind", problem.kind().name().toLowerCase(Locale.ROOT))
              .put("message", problem.message());
      node.set("family", Json.text(problem.family()));
      node.set("key", Json.text(problem.key()));
      node.set("affected", Json.of(problem.affected()));
    }
    return document;
  }
}
