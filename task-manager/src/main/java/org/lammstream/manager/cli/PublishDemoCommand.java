package org.lammstream.manager.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.lammstream.manager.cli.data.PreparedTask;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Publishes the demo's tasks for workers elsewhere. */
@Command(
    name = "publish-demo",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = {
      "Publish the demo's tasks, with pictures drawn by the program.",
      "A worker with --checkpoint builtin has something to learn from them; publishing them again"
          + " changes nothing."
    })
final class PublishDemoCommand extends LammSubcommand {
  @Mixin private final BrokerOptions brokerOptions = new BrokerOptions();
  @Mixin private final TopicOptions topicOptions = new TopicOptions();

  @Option(
      names = "--learner",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "demo",
      description = "Learner that the tasks are for (default: ${DEFAULT-VALUE}). Repeatable.")
  private List<String> learners = List.of("demo");

  @Option(
      names = "--shots",
      paramLabel = "N",
      defaultValue = "16",
      description = "Training images per class (default: ${DEFAULT-VALUE}).")
  private int shots = 16;

  PublishDemoCommand(Console console) {
    super(console);
  }

  @Override
  protected int execute() throws Exception {
    Path images = Files.createTempDirectory("lamm-demo-");
    try (TaskSender sender =
        TaskSender.open(
            console(), brokerOptions.connection(), brokerOptions.topics(), topicOptions.layout())) {
      DemoTasks tasks = DemoTasks.draw(images, shots);
      for (String learner : learners) {
        for (PreparedTask task : tasks.prepare(learner, true, "", notice -> {})) {
          sender.send(task);
        }
      }
    } finally {
      StreamJob.delete(images);
    }
    return LammCli.OK;
  }
}
