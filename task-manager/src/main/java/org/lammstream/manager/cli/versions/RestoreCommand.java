package org.lammstream.manager.cli.versions;

import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.lammstream.manager.cli.BuildVersion;
import org.lammstream.manager.cli.Console;
import org.lammstream.manager.cli.LammCli;
import org.lammstream.manager.cli.LammSubcommand;
import org.lammstream.store.BackupInfo;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.StoreBackups;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A store out of a backup. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = {
      "Make a store out of a backup, and check every value and every digest in it.",
      "A worker on the restored store goes on with the first task after the backup."
    })
final class RestoreCommand extends LammSubcommand {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private final WholeStoreOptions storeOptions = new WholeStoreOptions();

  @Option(
      names = "--backup",
      required = true,
      paramLabel = "BACKUP_DIR",
      description = "Folder that 'versions backup' wrote to.")
  private Path directory = Path.of("");

  @Option(
      names = "--id",
      paramLabel = "N",
      description = "Which backup (default: the newest); 'versions backup --list' shows them.")
  private @Nullable Integer id;

  RestoreCommand(Console console) {
    super(console);
  }

  @Override
  protected int execute() {
    Path store = storeOptions.required(spec.commandLine());
    BackupInfo restored =
        StoreBackups.restore(
            directory, id == null ? OptionalInt.empty() : OptionalInt.of(id), store);
    console()
        .out()
        .println(
            String.format(
                Locale.ROOT,
                "restored backup %d of %s to %s: %,d bytes, nothing damaged",
                restored.id(),
                restored.createdAt(),
                store,
                restored.bytes()));
    try (EmbeddingStore open = EmbeddingStore.openReadOnly(store)) {
      for (String learner : open.learners()) {
        console()
            .out()
            .println(
                "learner %s: %s, head %d"
                    .formatted(
                        learner,
                        NumberRanges.of(
                            open.versions(learner).stream().map(v -> v.number()).toList()),
                        open.head(learner).orElse(0)));
      }
    }
    return LammCli.OK;
  }
}
