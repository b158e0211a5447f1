package org.lammstream.manager.cli.versions;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.lammstream.manager.cli.BuildVersion;
import org.lammstream.manager.cli.Console;
import org.lammstream.manager.cli.JobException;
import org.lammstream.manager.cli.LammCli;
import org.lammstream.manager.cli.LammSubcommand;
import org.lammstream.manager.exchange.VersionImport;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.NewVersion;
import org.lammstream.store.StoreLockedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** An exported version as the beginning of a new learner. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = {
      "Make an exported version the first version of a new learner.",
      "It learns on from there, with the same checkpoint. No worker may hold the store meanwhile."
    })
final class ImportCommand extends LammSubcommand {
  @Option(
      names = "--store",
      required = true,
      paramLabel = "DIR",
      description = "The store; made if it is missing.")
  private Path store = Path.of("");

  @Option(
      names = "--learner",
      required = true,
      paramLabel = "NAME",
      description = "Name of the new learner.")
  private String learner = "";

  @Parameters(paramLabel = "EXPORT_DIR", description = "Folder that 'versions export' wrote.")
  private Path folder = Path.of("");

  ImportCommand(Console console) {
    super(console);
  }

  @Override
  protected int execute() throws IOException {
    NewVersion version = VersionImport.read(folder, learner);
    try (EmbeddingStore open = EmbeddingStore.open(store)) {
      if (open.learners().contains(learner)) {
        throw new JobException(
            "--store %s: learner '%s' is there already; an import begins a new one: choose another"
                    .formatted(store, learner)
                + " --learner");
      }
      open.add(version, Map.of());
    } catch (StoreLockedException e) {
      throw new JobException(
          "--store %s is held by another process, such as a worker; stop it, or import into another"
                  .formatted(store)
              + " store",
          e);
    }
    console()
        .out()
        .println(
            "imported version 1 of learner %s, %d classes, sha256 %s"
                .formatted(
                    learner,
                    version.version().classes().size(),
                    version.version().embeddingsSha256()));
    return LammCli.OK;
  }
}
