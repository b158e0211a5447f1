package org.lammstream.manager.cli.experiment.protocol;

import java.util.List;
import org.lammstream.evaluation.chart.VariantChart;
import org.lammstream.manager.cli.BuildVersion;
import org.lammstream.manager.cli.Console;
import org.lammstream.manager.datasets.DataSet;
import org.lammstream.manager.datasets.DataSets;
import picocli.CommandLine.Command;

/** Accuracy over the number of training images per class. */
@Command(
    name = "few-shot",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = {
      "Learn data sets from a few images per class: every method with every number of images and"
          + " every seed.",
      "Writes a result for each run, and at the end a table (Markdown and CSV), with the paper's"
          + " figures in it, and a picture of accuracy over images per class (accuracy.png). With"
          + " the same --output it goes on where it was interrupted."
    })
public final class FewShotCommand extends ProtocolCommand {
  /** The command on this console. */
  public FewShotCommand(Console console) {
    super(console, Protocol.FEW_SHOT);
  }

  @Override
  List<Trial> trials() {
    return options().datasets(List.of()).stream().map(this::trial).toList();
  }

  private Trial trial(String id) {
    DataSet data = options().read(id);
    return new Trial(
        id, DataSets.info(id).prompt(), data, List.of(Exam.ofLearned(Protocol.TEST, data)));
  }

  @Override
  ProtocolTable table(Measured measured) {
    return FewShotTable.of(measured);
  }

  @Override
  VariantChart picture(Measured measured, String checkpoint) {
    return ShotsPicture.of(measured, checkpoint);
  }
}
