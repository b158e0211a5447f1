package org.lammstream.manager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.stream.event.Example;
import org.lammstream.stream.event.InlineImage;
import org.lammstream.stream.event.TaskEvent;
import org.lammstream.stream.publish.TaskPublisher;
import org.lammstream.stream.topic.Topics;

/** What the commands make of a learner one of whose tasks brought no new class. */
class RefinedSequenceTest {
  private static final Topics TOPICS = new Topics("refined");

  @Test
  void aTaskThatOnlyRefinesIsListedComparedEvaluatedAndReplayed(@TempDir Path folder)
      throws Exception {
    try (StreamKit kit = new StreamKit(folder)) {
      Path images = kit.images(4);
      Path store = folder.resolve("store");
      kit.publish(TOPICS, images);
      try (TaskPublisher publisher = TaskPublisher.open(kit.connection, TOPICS)) {
        publisher.publish(
            TaskEvent.of(
                StreamKit.LEARNER,
                "again",
                List.of("ab"),
                examples(images.resolve("train/ac")),
                examples(images.resolve("test/ab"))),
            "event-again");
      }
      assertThat(kit.work(TOPICS, store, images, 3))
          .containsExactly("version 1", "version 2", "version 3");

      Terminal list = Terminal.lamm("versions", "list", "--store", store);
      assertThat(list.out().lines().toList().get(3)).matches(" *3 +2 .*again +\\+0 +4 .*");
      Terminal show = Terminal.lamm("versions", "show", "--store", store);
      assertThat(show.out()).contains("none");
      Terminal diff = Terminal.lamm("versions", "diff", 2, 3, "--store", store);
      assertThat(diff.code()).as(diff.err()).isZero();
      assertThat(diff.out()).contains("again");
      Terminal evaluated = Terminal.lamm("evaluate", "--store", store);
      assertThat(evaluated.code()).as(evaluated.err()).isZero();
      assertThat(evaluated.out()).contains("all equal to what was reported");

      Path sequence = folder.resolve("s.jsonl");
      assertThat(kit.record(TOPICS, sequence).code()).isZero();
      Terminal replayed = StreamKit.replay(sequence, folder.resolve("again"), "--verify");
      assertThat(replayed.code()).as(replayed.err()).isZero();
      assertThat(replayed.out()).contains("verified: 3 of 3");
    }
  }

  private static List<Example> examples(Path images) throws IOException {
    List<Example> examples = new ArrayList<>();
    try (var files = Files.list(images)) {
      for (Path file : files.sorted().toList()) {
        examples.add(new Example("ab", new InlineImage(Files.readAllBytes(file))));
      }
    }
    return examples;
  }
}
