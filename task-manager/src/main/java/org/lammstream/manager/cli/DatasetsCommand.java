package org.lammstream.manager.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lammstream.manager.datasets.DataSet;
import org.lammstream.manager.datasets.DataSetInfo;
import org.lammstream.manager.datasets.DataSets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells which data sets can be read, how they must lie, and what was found. */
@Command(
    name = "datasets",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = {
      "List the image data sets that can be read, with their sizes, their terms and where to get"
          + " them.",
      "With a NAME: the folder layout of one. With --root too: read it and say what was found."
    })
final class DatasetsCommand extends LammSubcommand {
  @Parameters(arity = "0..1", paramLabel = "NAME", description = "One of the data sets.")
  private @Nullable String name;

  @Option(
      names = "--root",
      paramLabel = "DIR",
      description = "The folder above the data set's own folder, or that folder itself.")
  private @Nullable Path root;

  @Option(names = "--json", fallbackValue = "true", description = "Print JSON.")
  private boolean json;

  DatasetsCommand(Console console) {
    super(console);
  }

  @Override
  protected int execute() {
    if (name == null) {
      if (root != null) {
        throw new JobException("--root needs the NAME of a data set");
      }
      list();
    } else {
      DataSetInfo info = DataSets.info(name);
      show(info, root == null ? Optional.empty() : Optional.of(DataSets.read(name, root)));
    }
    return LammCli.OK;
  }

  private void list() {
    if (json) {
      Json.print(console(), DatasetsView.json(DataSets.all()));
    } else {
      DatasetsView.table(DataSets.all()).forEach(console().out()::println);
    }
  }

  private void show(DataSetInfo info, Optional<DataSet> found) {
    if (json) {
      Json.print(console(), DatasetsView.json(info, found));
    } else {
      DatasetsView.lines(info, found).forEach(console().out()::println);
    }
  }
}
