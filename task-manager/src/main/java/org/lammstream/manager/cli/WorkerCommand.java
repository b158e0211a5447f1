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
import org.lammstream.manager.worker.ImageLocations;
import org.lammstream.manager.worker.LearnerWorker;
import org.lammstream.manager.worker.WorkerSettings;
import org.lammstream.manager.worker.WorkerSetup;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.consume.ConsumerHealth;
import org.lammstream.stream.consume.ConsumerHealth.State;
import org.lammstream.stream.consume.TaskConsumer;
import org.lammstream.stream.publish.RecordPublisher;
import org.lammstream.stream.topic.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A worker on an existing broker, until it is stopped. */
@Command(
    name = "worker",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = "Consume tasks from a broker and commit a version for each, until stopped.")
final class WorkerCommand extends LammSubcommand {
  private static final int MOST_GRACE = 3600;
  private static final Duration POLL = Duration.ofMillis(500);

  /** Long enough to see that nothing is at hand. */
  private static final Duration MOMENT = Duration.ofMillis(200);

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private final BrokerOptions brokerOptions = new BrokerOptions();
  @Mixin private final TopicOptions topicOptions = new TopicOptions();
  @Mixin private final LearnerOptions learnerOptions = new LearnerOptions();
  @Mixin private final HttpOptions httpOptions = new HttpOptions();
  @Mixin private final GroupOptions groupOptions = new GroupOptions();
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

  @Option(
      names = "--grace",
      paramLabel = "SECONDS",
      defaultValue = "20",
      description = {
        "How long a stop (SIGTERM, Ctrl-C) waits for the task at hand, 0 to 3600; then it is",
        "abandoned, and the next start repeats it (default: ${DEFAULT-VALUE})."
      })
  private int grace = 20;

  @Option(
      names = "--no-wait",
      description = "End at once where no broker answers at the start, instead of waiting for one.")
  private boolean noWait;

  private final WorkerSeams seams;

  WorkerCommand(Console console, WorkerSeams seams) {
    super(console);
    this.seams = seams;
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
    Duration patience = grace();
    KafkaConnection connection = brokerOptions.connection();
    connection.check();
    Topics topics = brokerOptions.topics();
    BrokerWait broker =
        new BrokerWait(
            connection, admin -> groupOptions.ensureTopics(admin, topics, topicOptions.layout()));
    if (noWait) {
      broker.once();
    }
    try (remoteImages;
        StopSignal stop = StopSignal.watch(patience);
        ClipModel model = Checkpoint.load(checkpoint, device);
        ServedStore served = ServedStore.open(store, console());
        TaskGate outlet =
            new TaskGate(connection, topics, "the worker waits for its broker; try again");
        WorkerView view = new WorkerView(console());
        WorkerApi api =
            WorkerApi.open(http, served.store(), model, topics, Optional.of(outlet), examples)) {
      checkLocal(served.store(), model, settings);
      api.expect(broker::health);
      api.announce(console());
      HealthView health = new HealthView(console());
      if (!arrived(broker, health, stop)) {
        return LammCli.OK;
      }
      outlet.open();
      try (RecordPublisher results = RecordPublisher.open(connection);
          WorkerStatus status = status(connection, topics, served.store(), api.live());
          GroupOptions.Joined joined =
              groupOptions.join(connection, topics, served.store(), seams.results());
          LearnerWorker worker =
              new LearnerWorker(
                  served.store(),
                  model,
                  WorkerSetup.of(
                      served.store(),
                      new WorkerSetup.Outlet(
                          topics, seams.results().apply(results::publish), joined.member()),
                      settings),
                  seams.listener().apply(api.listener(view)),
                  Clock.systemUTC())) {
        consume(
            connection,
            worker,
            stop,
            health,
            consumer ->
                api.watch(connection, topics, consumer, joined.metricsOr(results::clientMetrics)));
      }
    }
    return LammCli.OK;
  }

  private Duration grace() {
    if (grace < 0 || grace > MOST_GRACE) {
      throw new ParameterException(
          spec.commandLine(), "--grace: " + grace + " is not from 0 to " + MOST_GRACE);
    }
    return Duration.ofSeconds(grace);
  }

  /** What is wrong here is told at once, whether a broker answers or not. */
  private static void checkLocal(EmbeddingStore told, ClipModel model, WorkerSettings settings) {
    LearnerWorker.checkSameCheckpoint(told, model);
    ImageLocations.check(settings.imageRoots());
  }

  /** Whether the broker is there; otherwise the process is to stop. */
  private boolean arrived(BrokerWait broker, HealthView health, StopSignal stop)
      throws InterruptedException {
    try {
      broker.await(health::see);
      return true;
    } catch (InterruptedException e) {
      if (!stop.requested()) {
        throw e;
      }
      console().err().println("worker: stopped before a broker answered");
      return false;
    }
  }

  private WorkerStatus status(
      KafkaConnection connection, Topics topics, EmbeddingStore told, LiveTasks live) {
    return noStatus ? WorkerStatus.silent() : WorkerStatus.open(connection, topics, told, live);
  }

  private void consume(
      KafkaConnection connection,
      LearnerWorker worker,
      StopSignal stop,
      HealthView health,
      Consumer<TaskConsumer> watch)
      throws InterruptedException {
    try (TaskConsumer consumer =
        TaskConsumer.start(connection, brokerOptions.topics(), groupOptions.settings(), worker)) {
      watch.accept(consumer);
      console()
          .err()
          .println(
              "worker: %s, topic %s, store %s"
                  .formatted(connection.bootstrapServers(), brokerOptions.topics().tasks(), store));
      try {
        while (health.see(consumer.health())) {
          Thread.sleep(POLL.toMillis());
        }
      } catch (InterruptedException e) {
        if (!stop.requested()) {
          throw e;
        }
        finish(consumer);
        return;
      }
      consumer.join();
      StreamJob.check(consumer);
    }
  }

  /** Closing the consumer abandons the task at hand cleanly; the next start repeats it. */
  private void finish(TaskConsumer consumer) throws InterruptedException {
    if (consumer.finish(MOMENT)) {
      say("stopped, no task was at hand");
      return;
    }
    ConsumerHealth now = consumer.health();
    String what = now.waiting() > 0 ? "the task at hand" : "the publishing of results";
    boolean hopeless = now.waiting() == 0 && now.state() == State.WAITING_FOR_BROKER;
    if (!hopeless) {
      say("stopping, %s has %d s to finish".formatted(what, grace));
      if (consumer.finish(Duration.ofSeconds(grace))) {
        say("stopped, %s was finished".formatted(what));
        return;
      }
    }
    say("stopped, %s is abandoned and comes again at the next start".formatted(what));
  }

  private void say(String line) {
    console().err().println("worker: " + line);
  }
}
