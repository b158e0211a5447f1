package org.lammstream.manager.cli;

import java.time.Duration;
import java.util.Optional;
import org.lammstream.manager.api.http.HttpSettings;
import org.lammstream.manager.api.topic.DashboardApi;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.topic.TopicAdmin;
import org.lammstream.stream.topic.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A page without a worker. */
@Command(
    name = "dashboard",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = {
      "Serve the page for all workers of a broker, at 127.0.0.1:8080 unless --http says where,"
          + " until stopped. Only reads the results topic.",
      "Shows learners, accuracy, forgetting, versions and running tasks. Classes, confusions,"
          + " comparing, teaching, predicting and rolling back need a worker with --http."
    })
final class DashboardCommand extends LammSubcommand {
  private static final String ADDRESS = "127.0.0.1:8080";
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(500);

  @Mixin private final BrokerOptions brokerOptions = new BrokerOptions();
  @Mixin private final HttpOptions httpOptions = new HttpOptions();

  DashboardCommand(Console console) {
    super(console);
  }

  @Override
  protected int execute() throws Exception {
    if (httpOptions.address == null) {
      httpOptions.address = ADDRESS;
    }
    HttpSettings http = httpOptions.settings(console().environment()).orElseThrow();
    KafkaConnection connection = brokerOptions.connection();
    Topics topics = brokerOptions.topics();
    try (TopicAdmin admin = TopicAdmin.open(connection, PATIENCE)) {
      admin.clusterId(); // a mistyped address is told at once; later the broker may come and go
    }
    try (StopSignal stop = StopSignal.watch();
        DashboardApi api = DashboardApi.start(http, connection, topics, BuildVersion.current())) {
      console()
          .err()
          .println(
              "page and API at %s, reads %s on %s, until stopped"
                  .formatted(api.address(), topics.results(), connection.bootstrapServers()));
      watch(api, stop);
    }
    return LammCli.OK;
  }

  /** Says when reading stops and when it goes on. */
  private void watch(DashboardApi api, StopSignal stop) throws InterruptedException {
    Optional<String> shown = Optional.empty();
    try {
      while (true) {
        Thread.sleep(POLL.toMillis());
        Optional<String> problem = api.problem();
        if (!problem.equals(shown)) {
          console()
              .err()
              .println("dashboard: " + problem.map(why -> "waiting: " + why).orElse("reads"));
          shown = problem;
        }
      }
    } catch (InterruptedException e) {
      if (!stop.requested()) {
        throw e;
      }
      console().err().println("dashboard: stopped");
    }
  }
}
