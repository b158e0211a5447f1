package org.lammstream.manager.cli.versions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.lammstream.evaluation.TextTable;
import org.lammstream.manager.cli.BuildVersion;
import org.lammstream.manager.cli.Console;
import org.lammstream.manager.cli.Json;
import org.lammstream.manager.cli.LammCli;
import org.lammstream.manager.cli.LammSubcommand;
import org.lammstream.store.BackupInfo;
import org.lammstream.store.StoreBackups;
import org.lammstream.store.maintenance.StoreMaintenance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Copies of a store that outlive it. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = {
      "Back the whole store up, all learners in it, or list the backups there are.",
      "A later backup to the same folder copies only what is new. Works while a worker runs on the"
          + " store."
    })
final class BackupCommand extends LammSubcommand {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private final WholeStoreOptions storeOptions = new WholeStoreOptions();

  @Option(
      names = "--to",
      required = true,
      paramLabel = "BACKUP_DIR",
      description = "Folder of this store's backups; made if it is missing.")
  private Path directory = Path.of("");

  @Option(
      names = "--keep",
      paramLabel = "N",
      defaultValue = "0",
      description = "Keep the N newest backups and delete older ones (default: keep all).")
  private int keep;

  @Option(
      names = "--list",
      fallbackValue = "true",
      description = "Make no backup, list those in the folder; needs no --store.")
  private boolean list;

  @Option(names = "--json", fallbackValue = "true", description = "Print JSON.")
  private boolean json;

  BackupCommand(Console console) {
    super(console);
  }

  @Override
  protected int execute() {
    if (keep < 0) {
      throw new ParameterException(spec.commandLine(), "--keep " + keep + ": use 0 for all");
    }
    if (list) {
      print(StoreBackups.list(directory), StoreBackups.damaged(directory));
      return LammCli.OK;
    }
    Path store = storeOptions.required(spec.commandLine());
    storeOptions.checkLearner();
    try (StoreMaintenance maintenance = StoreMaintenance.open(store)) {
      BackupInfo made = maintenance.backup(directory, keep);
      if (json) {
        Json.print(console(), Json.document().setAll(node(made)));
      } else {
        console()
            .out()
            .println(
                String.format(
                    Locale.ROOT,
                    "backup %d of %s in %s: %,d bytes, %d files",
                    made.id(),
                    store,
                    directory,
                    made.bytes(),
                    made.files()));
      }
    }
    return LammCli.OK;
  }

  private void print(List<BackupInfo> backups, List<Integer> damaged) {
    if (json) {
      ObjectNode document = Json.document();
      ArrayNode array = document.putArray("backups");
      backups.forEach(backup -> array.add(node(backup)));
      document.set("damaged", Json.of(damaged));
      Json.print(console(), document);
      return;
    }
    TextTable table = new TextTable(">backup", "made", ">bytes", ">files");
    for (BackupInfo backup : backups) {
      table.row(
          Integer.toString(backup.id()),
          backup.createdAt().toString(),
          String.format(Locale.ROOT, "%,d", backup.bytes()),
          Integer.toString(backup.files()));
    }
    damaged.forEach(id -> table.row(Integer.toString(id), "damaged", "-", "-"));
    table.lines().forEach(console().out()::println);
  }

  private static ObjectNode node(BackupInfo backup) {
    return Json.object()
        .put("id", backup.id())
        .put("createdAt", backup.createdAt().toString())
        .put("bytes", backup.bytes())
        .put("files", backup.files());
  }
}
