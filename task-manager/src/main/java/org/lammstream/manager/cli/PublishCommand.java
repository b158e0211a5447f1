package org.lammstream.manager.cli;

import java.util.List;
import java.util.Map;
import org.lammstream.manager.cli.data.ImageFolder;
import org.lammstream.manager.cli.data.PlannedTask;
import org.lammstream.manager.cli.data.TaskCheck;
import org.lammstream.manager.cli.data.TaskEventFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Publishes tasks for workers elsewhere. */
@Command(
    name = "publish",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = "Publish class-increment tasks from an image folder.")
final class PublishCommand extends LammSubcommand {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private final BrokerOptions brokerOptions = new BrokerOptions();
  @Mixin private final TopicOptions topicOptions = new TopicOptions();
  @Mixin private final ImageOptions imageOptions = new ImageOptions();
  @Mixin private final LearnerOptions learnerOptions = new LearnerOptions();

  @Option(
      names = "--learner",
      required = true,
      paramLabel = "NAME",
      description = "Learner that the tasks are for.")
  private String learner = "";

  @Option(
      names = "--by-reference",
      fallbackValue = "true",
      description = {
        "Send file: URIs instead of the images themselves,",
        "for workers that read this folder (--image-root)."
      })
  private boolean byReference;

  PublishCommand(Console console) {
    super(console);
  }

  @Override
  protected int execute() throws Exception {
    ImageFolder folder = ImageFolder.open(imageOptions.images);
    List<PlannedTask> tasks = imageOptions.plan(folder, spec.commandLine());
    Map<String, String> configuration = learnerOptions.configuration(spec.commandLine());
    TaskCheck check = new TaskCheck();
    TaskEventFactory byPath =
        new TaskEventFactory(
            folder,
            imageOptions.settings(learner, configuration, false, ""),
            notice -> console().err().println("note: " + notice));
    for (PlannedTask task : tasks) {
      check.check(byPath.prepare(task).event()); // all of them first: a mistake publishes nothing
    }
    TaskEventFactory factory =
        new TaskEventFactory(
            folder, imageOptions.settings(learner, configuration, !byReference, ""), notice -> {});
    try (TaskSender sender =
        TaskSender.open(
            console(), brokerOptions.connection(), brokerOptions.topics(), topicOptions.layout())) {
      for (PlannedTask task : tasks) {
        sender.send(factory.prepare(task));
      }
    }
    return LammCli.OK;
  }
}
