package org.lammstream.manager.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.lammstream.manager.api.http.HttpSettings;
import org.lammstream.manager.api.live.LiveTasks;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.worker.LearnerWorker;
import org.lammstream.manager.worker.WorkerSettings;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.consume.TaskConsumer;
import org.lammstream.stream.consume.TaskConsumerSettings;
import org.lammstream.stream.publish.RecordPublisher;
import org.lammstream.stream.topic.TopicAdmin;
import org.lammstream.stream.topic.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A worker on an existing broker, until it is stopped. */
@Command(
    name = "worker",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = "Consume tasks from a broker and commit a version for each, until stopped.")
final class WorkerCommand extends LammSubcommand {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(500);

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private final BrokerOptions brokerOptions = new BrokerOptions();
  @Mixin private final TopicOptions topicOptions = new TopicOptions();
  @Mixin private final LearnerOptions learnerOptions = new LearnerOptions();
  @Mixin private final HttpOptions httpOptions = new HttpOptions();
  @Mixin private final ThumbnailOptions thumbnailOptions = new ThumbnailOptions();
  @Mixin private final RemoteImageOptions remoteImages = new RemoteImageOptions();

  @Option(
      names = "--checkpoint",
      required = true,
      paramLabel = "CLIP_DIR",
      description = Checkpoint.DESCRIPTION)
  private Path checkpoint = Path.of("");

  @Option(
      names = "--store",
      required = true,
      paramLabel = "DIR",
      description = "The store; one worker per store.")
  private Path store = Path.of("");

  @Option(
      names = "--image-root",
      split = ",",
      paramLabel = "DIR",
      description = "Folder that file: images may come from; without it none may. Repeatable.")
  private List<Path> imageRoots = new ArrayList<>();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of everything random (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--group",
      paramLabel = "NAME",
      defaultValue = "lamm-worker",
      description = "Consumer group (default: ${DEFAULT-VALUE}).")
  private String group = "lamm-worker";

  @Option(
      names = "--device",
      defaultValue = "auto",
      paramLabel = "DEVICE",
      description = "auto, cpu or gpu:N (default: ${DEFAULT-VALUE}).")
  private ComputeDevice device = new ComputeDevice.Auto();

  @Option(
      names = "--no-status",
      description = {
        "Tell only results on the results topic, and not how tasks go and where aliases point,",
        "which 'lamm dashboard' shows."
      })
  private boolean noStatus;

  WorkerCommand(Console console) {
    super(console);
  }

  @Override
  @SuppressWarnings("try") // the status is told by a thread of its own until closed
  protected int execute() throws Exception {
    WorkerSettings settings =
        new WorkerSettings(
            imageRoots,
            remoteImages.images(),
            learnerOptions.configuration(spec.commandLine()),
            seed,
            BuildVersion.current());
    Optional<HttpSettings> http = httpOptions.settings(console().environment());
    WorkerApi.Examples examples = new WorkerApi.Examples(thumbnailOptions.perClass(), imageRoots);
    KafkaConnection connection = brokerOptions.connection();
    Topics topics = brokerOptions.topics();
    try (TopicAdmin admin = TopicAdmin.open(connection, PATIENCE)) {
      admin.ensure(topics, topicOptions.layout());
    }
    try (StopSignal stop = StopSignal.watch();
        ClipModel model = Checkpoint.load(checkpoint, device);
        ServedStore served = ServedStore.open(store, console());
        RecordPublisher results = RecordPublisher.open(connection);
        TaskGate outlet = new TaskGate(connection, topics).open();
        WorkerView view = new WorkerView(console());
        WorkerApi api =
            WorkerApi.open(http, served.store(), model, topics, Optional.of(outlet), examples);
        WorkerStatus status = status(connection, topics, served.store(), api.live());
        LearnerWorker worker =
            new LearnerWorker(
                served.store(),
                model,
                topics,
                results::publish,
                settings,
                api.listener(view),
                Clock.systemUTC())) {
      api.announce(console());
      worker.publishOutbox();
      consume(
          connection, worker, stop, consumer -> api.watch(connection, topics, consumer, results));
    }
    return LammCli.OK;
  }

  private WorkerStatus status(
      KafkaConnection connection, Topics topics, EmbeddingStore told, LiveTasks live) {
    return noStatus ? WorkerStatus.silent() : WorkerStatus.open(connection, topics, told, live);
  }

  /** Closing the consumer abandons the task at hand cleanly; the next start repeats it. */
  private void consume(
      KafkaConnection connection,
      LearnerWorker worker,
      StopSignal stop,
      Consumer<TaskConsumer> watch)
      throws InterruptedException {
    TaskConsumerSettings settings = StopSignal.consumer(group);
    try (TaskConsumer consumer =
        TaskConsumer.start(connection, brokerOptions.topics(), settings, worker)) {
      watch.accept(consumer);
      console()
          .err()
          .println(
              "worker: %s, topic %s, store %s"
                  .formatted(connection.bootstrapServers(), brokerOptions.topics().tasks(), store));
      HealthView view = new HealthView(console());
      while (view.see(consumer.health())) {
        Thread.sleep(POLL.toMillis());
      }
      consumer.join();
      StreamJob.check(consumer);
    } catch (InterruptedException e) {
      if (!stop.requested()) {
        throw e;
      }
      console().err().println("worker: stopped");
    }
  }
}
