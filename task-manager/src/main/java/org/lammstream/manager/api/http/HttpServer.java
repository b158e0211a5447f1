package org.lammstream.manager.api.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server. Its threads are daemons. Closing stops to accept, gives requests under way a
 * moment to end, then closes every connection; whoever writes streams must end them before.
 */
public final class HttpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
  private static final Duration SWEEP = Duration.ofMillis(250);
  private static final Duration STOP_TIME = Duration.ofSeconds(5);
  private static final int MOST_SERVER_THREADS = 16;

  private final Server server = new Server(serverThreads());
  private final ServerConnector connector;
  private final ThreadPoolExecutor workers;
  private final ScheduledExecutorService timer;
  private final ConnectionWatch watch;
  private final Path uploads;
  private final HttpSettings settings;

  private HttpServer(HttpSettings settings, List<Route> routes) throws IOException {
    HttpLimits limits = settings.limits();
    this.settings = settings;
    this.uploads = Files.createTempDirectory("lamm-http-"); // readable by its owner only
    this.watch = new ConnectionWatch(limits.headerTime(), limits.requestTime(), System::nanoTime);
    this.timer =
        Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "lamm-http-timer"));
    this.workers = workers(limits);
    this.connector =
        new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration(limits)));
    connector.setHost(settings.bind().host());
    connector.setPort(settings.bind().port());
    connector.setIdleTimeout(limits.idleTime().toMillis());
    connector.addBean(watch);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(limits.connections(), connector));
    Bodies bodies = new Bodies(uploads, limits.bodyTime(), timer);
    server.setHandler(
        new GracefulHandler(new Dispatcher(settings, routes, bodies, watch, workers)));
    server.setErrorHandler(new ProblemErrors());
    server.setStopTimeout(STOP_TIME.toMillis());
  }

  /**
   * Starts to listen.
   *
   * @param routes in order of preference
   * @throws IllegalArgumentException if the address cannot be listened on, with a message for the
   *     user
   */
  public static HttpServer start(HttpSettings settings, List<Route> routes) {
    HttpServer http;
    try {
      http = new HttpServer(settings, routes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      http.server.start();
    } catch (Exception e) {
      http.close();
      throw new IllegalArgumentException("--http %s: %s".formatted(settings.bind(), reason(e)), e);
    }
    http.every(SWEEP, http.watch::sweep);
    return http;
  }

  private static String reason(Exception failure) {
    Throwable cause = failure.getCause() instanceof IOException io ? io : failure;
    String message = String.valueOf(cause.getMessage());
    return message.contains("in use") ? "this port is in use; choose another" : message;
  }

  private static HttpConfiguration configuration(HttpLimits limits) {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setRequestHeaderSize(limits.headerBytes());
    // Names of learners and classes may have slashes and per cent signs; the router decodes them.
    configuration.setUriCompliance(
        UriCompliance.RFC3986.with(
            "lamm",
            UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING));
    return configuration;
  }

  private static QueuedThreadPool serverThreads() {
    QueuedThreadPool threads = new QueuedThreadPool(MOST_SERVER_THREADS, 4);
    threads.setName("lamm-http");
    threads.setDaemon(true);
    return threads;
  }

  private static ThreadPoolExecutor workers(HttpLimits limits) {
    ThreadPoolExecutor workers =
        new ThreadPoolExecutor(
            limits.workers(),
            limits.workers(),
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(limits.waiting()),
            task -> daemon(task, "lamm-http-worker"));
    workers.allowCoreThreadTimeOut(true);
    return workers;
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Where it listens, with the port it got. */
  public URI address() {
    return URI.create(
        "http://" + new BindAddress(settings.bind().host(), connector.getLocalPort()) + "/");
  }

  /** Runs something regularly on a thread of the server; it must be quick. */
  public void every(Duration period, Runnable task) {
    long millis = period.toMillis();
    var unused =
        timer.scheduleWithFixedDelay(() -> run(task), millis, millis, TimeUnit.MILLISECONDS);
  }

  /** An exception would end the repetition without a word. */
  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.warn("a repeated task failed", e);
    }
  }

  /** How many connections are open. */
  public int connections() {
    return watch.size();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      // What did not end in time has been cut off, which is what was asked for.
    } finally {
      workers.shutdownNow();
      timer.shutdownNow();
      delete();
    }
  }

  private void delete() {
    try (Stream<Path> files = Files.walk(uploads)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // A temporary folder; the operating system clears what is left of it.
    }
  }
}
