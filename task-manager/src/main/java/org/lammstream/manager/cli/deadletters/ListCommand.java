package org.lammstream.manager.cli.deadletters;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.lammstream.evaluation.TextTable;
import org.lammstream.manager.cli.BrokerOptions;
import org.lammstream.manager.cli.BuildVersion;
import org.lammstream.manager.cli.Console;
import org.lammstream.manager.cli.Json;
import org.lammstream.manager.cli.LammCli;
import org.lammstream.manager.cli.LammSubcommand;
import org.lammstream.stream.codec.DeadLetter.Place;
import org.lammstream.stream.codec.DeadLetters;
import org.lammstream.stream.topic.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** One line for each letter. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = {
      "List what was refused and why, the newest last.",
      "'source' is where the refused record lies in the task topic, 'redriven' where it was"
          + " published again."
    })
final class ListCommand extends LammSubcommand {
  private static final Comparator<Letter> OLDEST_FIRST =
      Comparator.comparing(Letter::time).thenComparing(Letter::number);

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private final BrokerOptions brokerOptions = new BrokerOptions();
  @Mixin private final LetterFilter filter = new LetterFilter();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "Show the N newest (default: ${DEFAULT-VALUE}).")
  private int limit = 50;

  @Option(names = "--json", fallbackValue = "true", description = "Print JSON.")
  private boolean json;

  ListCommand(Console console) {
    super(console);
  }

  @Override
  protected int execute() throws Exception {
    if (limit < 1) {
      throw new ParameterException(spec.commandLine(), "--limit must be at least 1");
    }
    Topics topics = brokerOptions.topics();
    LetterScan scan = new LetterScan(console(), brokerOptions.connection());
    PriorityQueue<Letter> newest = new PriorityQueue<>(OLDEST_FIRST);
    long[] found = {0};
    scan.read(
        topics.deadLetters(),
        filter.from(),
        record -> {
          Letter letter = Letter.of(DeadLetters.read(record));
          if (filter.admits(letter)) {
            found[0]++;
            newest.add(letter);
            if (newest.size() > limit) {
              newest.remove();
            }
          }
        });
    List<Letter> letters = new ArrayList<>(newest);
    letters.sort(OLDEST_FIRST);
    RedrivenMarks marks = RedrivenMarks.of(scan, topics.tasks(), letters);
    if (json) {
      Json.print(console(), json(topics, letters, marks, found[0]));
    } else {
      print(topics, letters, marks, found[0]);
    }
    return LammCli.OK;
  }

  private void print(Topics topics, List<Letter> letters, RedrivenMarks marks, long found) {
    if (letters.isEmpty()) {
      console().out().println("no such letters in " + topics.deadLetters());
      return;
    }
    TextTable table =
        new TextTable(
            ">letter", "time", "learner", "stage", "reason", "message", "source", "redriven");
    for (Letter letter : letters) {
      table.row(
          letter.number(),
          letter.time().truncatedTo(ChronoUnit.SECONDS),
          letter.learner(),
          letter.stage(),
          letter.reason(),
          letter.message(),
          letter.source().map(Place::toString).orElse("-"),
          marks.of(letter).map(Place::toString).orElse("-"));
    }
    table.lines().forEach(console().out()::println);
    if (found > letters.size()) {
      console()
          .err()
          .println("note: %d older ones are not shown (--limit)".formatted(found - letters.size()));
    }
  }

  private static ObjectNode json(
      Topics topics, List<Letter> letters, RedrivenMarks marks, long found) {
    ObjectNode document = Json.document().put("topic", topics.deadLetters()).put("found", found);
    ArrayNode array = document.putArray("letters");
    for (Letter letter : letters) {
      ObjectNode node =
          array
              .addObject()
              .put("letter", letter.number().toString())
              .put("time", letter.time().toString())
              .put("learner", letter.learner())
              .put("stage", letter.stage())
              .put("reason", letter.reason())
              .put("message", letter.message());
      node.set("source", Json.text(letter.source().map(Place::toString)));
      node.set("eventId", Json.text(letter.assembly().or(letter::eventId)));
      node.set("part", Json.text(letter.part()));
      node.put("bytes", letter.bytes());
      node.set("redriven", Json.text(marks.of(letter).map(Place::toString)));
    }
    return document;
  }
}
