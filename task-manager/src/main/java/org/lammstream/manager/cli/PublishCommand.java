package org.lammstream.manager.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.lammstream.manager.cli.data.ImageFolder;
import org.lammstream.manager.cli.data.PlannedTask;
import org.lammstream.manager.cli.data.PreparedTask;
import org.lammstream.manager.cli.data.TaskCheck;
import org.lammstream.manager.cli.data.TaskEventFactory;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.publish.PublishedTask;
import org.lammstream.stream.publish.TaskPublisher;
import org.lammstream.stream.topic.TopicAdmin;
import org.lammstream.stream.topic.TopicLayout;
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
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private final BrokerOptions brokerOptions = new BrokerOptions();
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

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "1",
      description = "Partitions of topics that have to be created (default: ${DEFAULT-VALUE}).")
  private int partitions = 1;

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
    KafkaConnection connection = brokerOptions.connection();
    try (TopicAdmin admin = TopicAdmin.open(connection, PATIENCE)) {
      admin.ensure(brokerOptions.topics(), TopicLayout.partitions(partitions));
    }
    try (TaskPublisher publisher = TaskPublisher.open(connection, brokerOptions.topics())) {
      for (PlannedTask planned : tasks) {
        PreparedTask task = factory.prepare(planned);
        PublishedTask published = publisher.publish(task.event(), task.eventId());
        console()
            .out()
            .println(
                String.format(
                    Locale.ROOT,
                    "published %s: %d classes, %d + %d images, %s, event %s",
                    task.event().task(),
                    task.event().classes().size(),
                    task.event().train().size(),
                    task.event().test().size(),
                    published.records().size() == 1
                        ? "1 record"
                        : published.records().size() + " parts",
                    task.eventId()));
      }
    } catch (RejectedEventException e) {
      throw new JobException(e.rejection().message(), e);
    }
    return LammCli.OK;
  }
}
