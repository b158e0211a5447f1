package org.lammstream.manager.cli.experiment.protocol;

import java.util.List;
import org.lammstream.evaluation.chart.VariantChart;
import org.lammstream.manager.cli.BuildVersion;
import org.lammstream.manager.cli.Console;
import org.lammstream.manager.cli.JobException;
import org.lammstream.manager.datasets.BaseToNew;
import org.lammstream.manager.datasets.DataSets;
import org.lammstream.manager.lamm.PromptMethod;
import picocli.CommandLine.Command;

/** Accuracy on the classes that were learned, and on others. */
@Command(
    name = "base-to-new",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = {
      "Learn the first half of a data set's classes (base), and tell them apart, and the other half"
          + " (new) by their names.",
      "Writes a result for each run, and at the end a table (Markdown and CSV) of both accuracies"
          + " and their harmonic mean. With the same --output it goes on where it was interrupted."
    })
public final class BaseToNewCommand extends ProtocolCommand {
  private static final List<String> COLUMNS =
      List.of(Protocol.BASE, Protocol.NEW, Protocol.HARMONIC_MEAN);
  private static final String NOTE =
      "Accuracy in percent: base classes among the base classes, new ones among the new ones. An"
          + " average's harmonic mean is that of its average accuracies.";

  /** The command on this console. */
  public BaseToNewCommand(Console console) {
    super(console, Protocol.BASE_TO_NEW);
  }

  @Override
  List<Trial> trials() {
    for (PromptMethod method : options().methods().methods()) {
      if (options().methods().classSpecific(method)) {
        throw new JobException(
            "--class-specific leaves new classes without a context under " + method.key());
      }
    }
    return options().datasets(List.of()).stream().map(this::trial).toList();
  }

  private Trial trial(String id) {
    BaseToNew halves = BaseToNew.of(options().read(id));
    return new Trial(
        id,
        DataSets.info(id).prompt(),
        halves.base(),
        List.of(
            Exam.ofLearned(Protocol.BASE, halves.base()),
            new Exam(
                Protocol.NEW,
                halves.novel().name(),
                halves.novel().test(),
                new Exam.Unseen(halves.novel().classNames()))));
  }

  @Override
  ProtocolTable table(Measured measured) {
    return ExamTable.of(measured, COLUMNS, NOTE);
  }

  @Override
  VariantChart picture(Measured measured, String checkpoint) {
    return ExamPicture.of(measured, COLUMNS, "classes", checkpoint);
  }
}
