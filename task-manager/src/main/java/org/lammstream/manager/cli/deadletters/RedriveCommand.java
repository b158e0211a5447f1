package org.lammstream.manager.cli.deadletters;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.lammstream.manager.cli.BrokerOptions;
import org.lammstream.manager.cli.BuildVersion;
import org.lammstream.manager.cli.Console;
import org.lammstream.manager.cli.LammCli;
import org.lammstream.manager.cli.LammSubcommand;
import org.lammstream.manager.cli.Question;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.publish.RecordPublisher;
import org.lammstream.stream.topic.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Refused records once more, for example when the images they name have been put in place. */
@Command(
    name = "redrive",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = {
      "Publish refused records to the task topic once more: key, value and headers as they were.",
      "The letters stay. What was redriven before is left out (--again). The parts of one task go"
          + " together."
    })
final class RedriveCommand extends LammSubcommand {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private final BrokerOptions brokerOptions = new BrokerOptions();
  @Mixin private final LetterFilter filter = new LetterFilter();

  @Parameters(
      arity = "0..*",
      paramLabel = "LETTER",
      description = "Partition and offset, as 'list' shows them: 0/17.")
  private List<String> letters = new ArrayList<>();

  @Option(names = "--all", fallbackValue = "true", description = "All letters.")
  private boolean all;

  @Option(names = "--again", fallbackValue = "true", description = "Also what was redriven before.")
  private boolean again;

  @Option(names = "--yes", fallbackValue = "true", description = "Do not ask.")
  private boolean yes;

  @Option(
      names = "--dry-run",
      fallbackValue = "true",
      description = "Say what would be published, and publish nothing.")
  private boolean dryRun;

  RedriveCommand(Console console) {
    super(console);
  }

  @Override
  protected int execute() throws Exception {
    List<LetterNumber> numbers = numbers();
    Topics topics = brokerOptions.topics();
    KafkaConnection connection = brokerOptions.connection();
    LetterScan scan = new LetterScan(console(), connection);
    Redrive redrive = new Redrive(scan, topics, again);
    Redrive.Plan plan = numbers.isEmpty() ? redrive.plan(filter) : redrive.plan(numbers);
    plan.notes().forEach(note -> console().err().println("note: " + note));
    if (plan.letters().isEmpty()) {
      console().out().println("nothing to redrive");
      return LammCli.OK;
    }
    String what =
        String.format(
            Locale.ROOT,
            "%,d %s (%,d bytes) of %s to %s",
            plan.letters().size(),
            plan.letters().size() == 1 ? "record" : "records",
            plan.letters().stream().mapToLong(Letter::bytes).sum(),
            learners(plan.letters()),
            topics.tasks());
    if (dryRun) {
      console().out().println("would redrive " + what);
      plan.letters().forEach(letter -> console().out().println("  " + words(letter)));
      return LammCli.OK;
    }
    if (!yes) {
      Question.confirm(console(), "redrive " + what, "nothing is redriven");
    }
    try (RecordPublisher publisher = RecordPublisher.open(connection)) {
      redrive.run(plan, publisher);
    }
    console().out().println("redriven: " + what);
    return LammCli.OK;
  }

  private List<LetterNumber> numbers() {
    List<LetterNumber> numbers = new ArrayList<>();
    try {
      letters.forEach(text -> numbers.add(LetterNumber.parse(text)));
    } catch (TypeConversionException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    boolean chosen = all || filter.isGiven();
    if (numbers.isEmpty() && !chosen) {
      throw new ParameterException(
          spec.commandLine(), "say what to redrive: letters, --all, or a filter like --reason");
    }
    if (!numbers.isEmpty() && chosen) {
      throw new ParameterException(
          spec.commandLine(), "letters and --all or filters exclude each other");
    }
    return numbers;
  }

  private static String learners(List<Letter> letters) {
    List<String> names =
        letters.stream().map(Letter::learner).distinct().map(ValueView::text).toList();
    return names.size() <= 3
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, 3)) + " and " + (names.size() - 3) + " more";
  }

  private static String words(Letter letter) {
    return letter.number()
        + " "
        + ValueView.text(letter.learner())
        + " "
        + ValueView.text(letter.reason())
        + letter.part().map(part -> " (ce_partindex " + ValueView.text(part) + ")").orElse("")
        + ": "
        + ValueView.text(letter.message());
  }
}
