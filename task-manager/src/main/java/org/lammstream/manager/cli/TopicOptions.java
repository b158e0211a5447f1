package org.lammstream.manager.cli;

import org.lammstream.stream.topic.TopicLayout;
import picocli.CommandLine.Option;

/** How topics are created that are not there yet. */
final class TopicOptions {
  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "1",
      description = {
        "Partitions of topics that have to be created (default: ${DEFAULT-VALUE});",
        "so many workers can share the learners."
      })
  int partitions = 1;

  TopicLayout layout() {
    return TopicLayout.partitions(partitions);
  }
}
