package org.lammstream.manager.cli.versions;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lammstream.manager.cli.BuildVersion;
import org.lammstream.manager.cli.Checkpoint;
import org.lammstream.manager.cli.Console;
import org.lammstream.manager.cli.LammCli;
import org.lammstream.manager.cli.LammSubcommand;
import org.lammstream.manager.clip.checkpoint.CheckpointFolder;
import org.lammstream.manager.exchange.VersionExport;
import org.lammstream.store.CellScore;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One version as files for other programs. */
@Command(
    name = "export",
    versionProvider = BuildVersion.class,
    description = {
      "Write a version as safetensors and JSON, and as an image-text head for the checkpoint.",
      "The README.md in the folder shows how Python uses the head."
    })
final class ExportCommand extends LammSubcommand {
  // Not the standard help options: --version chooses a version of the learner here.
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean help;

  @Mixin private final StoreOptions storeOptions = new StoreOptions();

  @Option(
      names = "--version",
      paramLabel = "VERSION",
      description = "Number, alias, head or latest (default: the one that predict uses).")
  private @Nullable String version;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Folder for the files; made if it is missing.")
  private Path output = Path.of("");

  @Option(
      names = "--checkpoint",
      paramLabel = "CLIP_DIR",
      description = "The checkpoint of the learner; its logit_scale then comes with the head.")
  private @Nullable Path checkpoint;

  @Option(
      names = "--force",
      fallbackValue = "true",
      description = "Replace an earlier export in the folder.")
  private boolean force;

  ExportCommand(Console console) {
    super(console);
  }

  @Override
  protected int execute() throws IOException {
    try (EmbeddingStore store = EmbeddingStore.openReadOnly(storeOptions.store())) {
      StoredLearner learner = storeOptions.learnerIn(store);
      int number = learner.number(Optional.ofNullable(version));
      Version exported = store.version(learner.name(), number);
      List<CellScore> row = learner.row(store, number);
      if (checkpoint == null) {
        VersionExport.write(exported, row, Optional.empty(), output, force);
      } else {
        Checkpoint.inFolder(
            checkpoint,
            folder ->
                VersionExport.write(
                    exported, row, Optional.of(CheckpointFolder.open(folder)), output, force));
      }
      console()
          .out()
          .println(
              "exported version %d of learner %s, %d classes, to %s"
                  .formatted(number, learner.name(), exported.classes().size(), output));
      if (!VersionExport.hasHead(exported)) {
        console()
            .err()
            .println(
                "note: no image-text head: the version sees images through prompts of its own,"
                    + " which the checkpoint's image tower lacks");
      } else if (checkpoint == null) {
        console().err().println("note: without --checkpoint the head has no logit_scale");
      }
    }
    return LammCli.OK;
  }
}
