package org.lammstream.manager.cli.experiment.protocol;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.lammstream.evaluation.chart.VariantChart;
import org.lammstream.manager.cli.BuildVersion;
import org.lammstream.manager.cli.Console;
import org.lammstream.manager.cli.JobException;
import org.lammstream.manager.datasets.DataSet;
import org.lammstream.manager.datasets.DataSets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Accuracy on images of other kinds than those that were learned. */
@Command(
    name = "domain-shift",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = {
      "Learn ImageNet from a few images per class, and tell the classes on other images:"
          + " ImageNetV2, -Sketch, -A and -R. Or another data set and other targets.",
      "Writes a result for each run, and at the end a table (Markdown and CSV). With the same"
          + " --output it goes on where it was interrupted."
    })
public final class DomainShiftCommand extends ProtocolCommand {
  private static final String IMAGENET = "imagenet";
  private static final List<String> VARIANTS =
      List.of("imagenetv2", "imagenet-sketch", "imagenet-a", "imagenet-r");
  private static final String NOTE =
      "Accuracy in percent; a target with some of the learned classes is scored among these.";

  @Option(
      names = "--targets",
      split = ",",
      paramLabel = "NAME[=DIR]",
      description =
          "Data sets to be tested on, below --root or at DIR; with a name of your own an image"
              + " folder at DIR (default with ImageNet: imagenetv2, imagenet-sketch, imagenet-a,"
              + " imagenet-r).")
  private List<String> targets = new ArrayList<>();

  /** The command on this console. */
  public DomainShiftCommand(Console console) {
    super(console, Protocol.DOMAIN_SHIFT);
  }

  @Override
  List<Trial> trials() {
    List<String> sources = options().datasets(List.of(IMAGENET));
    if (sources.size() > 1) {
      throw new JobException("--dataset: domain-shift learns one data set");
    }
    String source = sources.get(0);
    if (targets.isEmpty()) {
      if (!source.equals(IMAGENET)) {
        throw new JobException("--targets is missing: give one or more NAME or NAME=DIR");
      }
      targets = VARIANTS;
    }
    DataSet data = options().read(source);
    List<Exam> exams = new ArrayList<>(List.of(Exam.ofLearned(Protocol.SOURCE, data)));
    Set<String> names = new HashSet<>(Set.of(source, Protocol.SOURCE, Protocol.TARGETS));
    for (String text : targets) {
      ShiftTarget found = ShiftTarget.read(text, options().root());
      ShiftTarget target = new ShiftTarget(found.name(), options().tested(found.data()));
      if (!target.name().matches("[A-Za-z0-9._-]+") || !names.add(target.name())) {
        throw new JobException("--targets: choose another name for '" + target.name() + "'");
      }
      exams.add(target.exam(data, options().choosesClasses()));
    }
    return List.of(new Trial(source, DataSets.info(source).prompt(), data, exams));
  }

  private List<String> columns() {
    return Stream.of(
            Stream.of(Protocol.SOURCE),
            targets.stream().map(text -> text.replaceFirst("=.*", "")),
            Stream.of(Protocol.TARGETS))
        .flatMap(names -> names)
        .toList();
  }

  @Override
  ProtocolTable table(Measured measured) {
    return ExamTable.of(measured, columns(), NOTE);
  }

  @Override
  VariantChart picture(Measured measured, String checkpoint) {
    return ExamPicture.of(measured, columns(), "tested on", checkpoint);
  }
}
