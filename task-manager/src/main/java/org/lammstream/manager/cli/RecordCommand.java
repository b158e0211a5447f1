package org.lammstream.manager.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lammstream.stream.consume.ReadFrom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Records the tasks of a learner. */
@Command(
    name = "record",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = {
      "Record the tasks of a learner from its topic, up to the present end, into a file that 'lamm"
          + " replay' takes. Only reads.",
      "From the results topic, or --store, comes which version each task made and under what"
          + " conditions. Tasks that were refused are left out."
    })
final class RecordCommand extends LammSubcommand {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private final BrokerOptions brokerOptions = new BrokerOptions();

  @Option(
      names = "--learner",
      required = true,
      paramLabel = "NAME",
      description = "Learner whose tasks are recorded.")
  private String learner = "";

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "File to write, for example sequence.jsonl.")
  private Path output = Path.of("");

  @Option(names = "--from-offset", paramLabel = "N", description = "Begin at this offset.")
  private @Nullable Long fromOffset;

  @Option(
      names = "--from-time",
      paramLabel = "TIME",
      description = "Begin at this time, for example 2026-01-31T12:00:00Z.")
  private @Nullable Instant fromTime;

  @Option(
      names = "--until-event",
      paramLabel = "ID",
      description = "End with the task of this event id.")
  private @Nullable String untilEvent;

  @Option(names = "--until-time", paramLabel = "TIME", description = "End at this time.")
  private @Nullable Instant untilTime;

  @Option(
      names = "--store",
      paramLabel = "DIR",
      description = "Take the versions from this store instead of the results topic; only read.")
  private @Nullable Path store;

  @Option(
      names = "--image-root",
      split = ",",
      paramLabel = "DIR",
      description =
          "Folder of file: images, whose content is noted so that a replay can tell changed ones."
              + " Repeatable.")
  private List<Path> imageRoots = new ArrayList<>();

  @Mixin private final RemoteImageOptions remoteImages = new RemoteImageOptions();

  RecordCommand(Console console) {
    super(console);
  }

  @Override
  protected int execute() throws Exception {
    ReadFrom from = from();
    if (Files.exists(output)) {
      throw new JobException(output + ": exists already; it is not overwritten");
    }
    TopicRecording recording =
        new TopicRecording(
            console(),
            new TopicRecording.Request(
                brokerOptions.connection(),
                brokerOptions.topics(),
                learner,
                from,
                Optional.ofNullable(untilTime),
                Optional.ofNullable(untilEvent),
                Optional.ofNullable(store),
                imageRoots,
                remoteImages.images()));
    try (remoteImages) {
      return StopSignal.guard(
          console(),
          "nothing is recorded",
          () -> {
            recording.into(output);
            return LammCli.OK;
          });
    }
  }

  private ReadFrom from() {
    Long offset = fromOffset;
    Instant time = fromTime;
    if (offset != null && time != null) {
      throw new ParameterException(
          spec.commandLine(), "--from-offset and --from-time exclude each other");
    }
    if (offset != null && offset < 0) {
      throw new ParameterException(spec.commandLine(), "--from-offset must not be negative");
    }
    if (time != null) {
      return new ReadFrom.Time(time);
    }
    return offset == null ? new ReadFrom.Beginning() : new ReadFrom.Offset(offset);
  }
}
