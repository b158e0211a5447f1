package org.lammstream.manager.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lammstream.manager.worker.RemoteImages;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.consume.ReadFrom;
import org.lammstream.stream.sequence.CutSequenceException;
import org.lammstream.stream.sequence.SequenceFile;
import org.lammstream.stream.topic.Topics;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Where the tasks of a replay come from: a sequence file, or a topic. */
final class ReplaySource {
  private static final String RECORDED = "sequence.jsonl";

  @Parameters(
      arity = "0..1",
      paramLabel = "SEQUENCE",
      description = "File that 'lamm record' or 'lamm run --record' wrote.")
  private @Nullable Path file;

  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      description =
          "Without SEQUENCE: broker whose task topic is read, and only read; what was read stays in"
              + " DIR/sequence.jsonl. With SEQUENCE: broker for --publish-to.")
  @Nullable String bootstrap;

  @Option(
      names = "--learner",
      paramLabel = "NAME",
      description = "Learner whose tasks are read from the topic.")
  private @Nullable String learner;

  @Mixin final BrokerAccess access = new BrokerAccess();

  /** The topics that are read; none if the tasks come from a file. */
  Optional<Topics> topics() {
    return file == null ? Optional.of(access.topics()) : Optional.empty();
  }

  /** The broker, which must have been given. */
  KafkaConnection connection() throws IOException {
    String broker = bootstrap;
    if (broker == null) {
      throw new IllegalStateException("no --bootstrap");
    }
    return access.connection(broker);
  }

  /**
   * Checks that there is one source.
   *
   * @throws ParameterException if there is none, or two
   */
  void check(CommandLine command, boolean publishes) {
    if (file == null && (bootstrap == null || learner == null)) {
      throw new ParameterException(
          command, "give a sequence file, or --bootstrap and --learner to read the topic");
    }
    if (file != null && bootstrap != null && !publishes) {
      throw new ParameterException(
          command, "with a sequence file, --bootstrap is only for --publish-to");
    }
  }

  /**
   * Opens the sequence, recording it first if it is to come from a topic.
   *
   * @param output folder of the replay
   * @param until name or event id of the last task
   * @throws JobException if it is of another learner, or cut off
   */
  SequenceFile open(
      Console console,
      Path output,
      Optional<String> until,
      List<Path> imageRoots,
      RemoteImages remoteImages)
      throws IOException {
    Path sequence = file;
    if (sequence == null) {
      sequence = output.resolve(RECORDED);
      record(console, sequence, imageRoots, remoteImages);
    }
    SequenceFile open = open(sequence, until);
    String wanted = learner;
    if (wanted != null && !wanted.equals(open.header().learner())) {
      open.close();
      throw new JobException(
          "%s: holds tasks of learner '%s', not of '%s'"
              .formatted(sequence, open.header().learner(), wanted));
    }
    return open;
  }

  private static SequenceFile open(Path sequence, Optional<String> until) throws IOException {
    try {
      return until.isPresent()
          ? SequenceFile.openUntil(sequence, until.get())
          : SequenceFile.open(sequence);
    } catch (CutSequenceException e) {
      String way =
          e.lastWhole()
              .map(task -> "; replay them with --until '" + task + "', or record again")
              .orElse("; record it again");
      throw new JobException(ErrorLine.of(e) + way + ". Nothing was replayed", e);
    }
  }

  private void record(
      Console console, Path sequence, List<Path> imageRoots, RemoteImages remoteImages)
      throws IOException {
    if (Files.exists(sequence)) {
      console
          .err()
          .println("note: going on with " + sequence + "; delete it to read the topic once more");
      return;
    }
    String wanted = learner;
    if (wanted == null) {
      throw new IllegalStateException("no --learner");
    }
    new TopicRecording(
            console,
            new TopicRecording.Request(
                connection(),
                access.topics(),
                wanted,
                new ReadFrom.Beginning(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                imageRoots,
                remoteImages))
        .into(sequence);
  }
}
