package org.lammstream.manager.cli.deadletters;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lammstream.manager.cli.BrokerOptions;
import org.lammstream.manager.cli.BuildVersion;
import org.lammstream.manager.cli.Console;
import org.lammstream.manager.cli.JobException;
import org.lammstream.manager.cli.LammCli;
import org.lammstream.manager.cli.LammSubcommand;
import org.lammstream.stream.codec.DeadLetter;
import org.lammstream.stream.codec.DeadLetter.Place;
import org.lammstream.stream.codec.DeadLetters;
import org.lammstream.stream.record.RecordHeader;
import org.lammstream.stream.topic.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Everything about one letter. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description =
        "Show one letter: why it was refused, its headers and the event, images shortened.")
final class ShowCommand extends LammSubcommand {
  @Mixin private final BrokerOptions brokerOptions = new BrokerOptions();

  @Parameters(
      index = "0",
      converter = LetterNumber.Converter.class,
      paramLabel = "LETTER",
      description = "Partition and offset, as 'list' shows them: 0/17.")
  private LetterNumber number = new LetterNumber(0, 0);

  @Option(
      names = "--value-to",
      paramLabel = "FILE",
      description = "Write the original value, byte for byte, into a new file.")
  private @Nullable Path valueTo;

  ShowCommand(Console console) {
    super(console);
  }

  @Override
  protected int execute() throws Exception {
    Topics topics = brokerOptions.topics();
    LetterScan scan = new LetterScan(console(), brokerOptions.connection());
    DeadLetter letter =
        scan.find(topics.deadLetters(), number)
            .map(DeadLetters::read)
            .orElseThrow(
                () ->
                    new JobException(
                        "there is no letter " + number + " in " + topics.deadLetters()));
    Optional<Place> redriven =
        RedrivenMarks.of(scan, topics.tasks(), List.of(Letter.of(letter))).of(Letter.of(letter));
    print(letter, redriven);
    if (valueTo != null) {
      byte[] value =
          letter.value().orElseThrow(() -> new JobException("the refused record had no value"));
      Files.write(valueTo, value, StandardOpenOption.CREATE_NEW);
    }
    return LammCli.OK;
  }

  private void print(DeadLetter letter, Optional<Place> redriven) {
    line("letter", letter.place().toString());
    line("refused", letter.time().toString());
    line("stage", letter.stage().orElse(Letter.UNKNOWN));
    line("reason", letter.reason().orElse(Letter.UNKNOWN));
    line("message", letter.message().orElse("-"));
    letter.exception().ifPresent(name -> line("exception", name));
    letter.exceptionMessage().ifPresent(text -> line("its message", text));
    line("source", letter.source().map(Place::toString).orElse("-"));
    line("redriven", redriven.map(Place::toString).orElse("-"));
    line("key", letter.key().map(ValueView::text).orElse("none"));
    line("value", letter.value().map(ValueView::size).orElse("none"));
    console().out().println("headers");
    for (RecordHeader header : letter.headers()) {
      console()
          .out()
          .println("  " + ValueView.text(header.name()) + ": " + ValueView.text(header.value()));
    }
    letter
        .value()
        .ifPresent(value -> ValueView.lines(letter, value).forEach(console().out()::println));
  }

  private void line(String name, String value) {
    console().out().println(String.format(Locale.ROOT, "%-12s %s", name, ValueView.text(value)));
  }
}
