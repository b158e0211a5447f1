package org.lammstream.manager.cli.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lammstream.manager.cli.BuildVersion;
import org.lammstream.manager.cli.Console;
import org.lammstream.manager.cli.JobException;
import org.lammstream.manager.cli.LammSubcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures predictions over HTTP. */
@Command(
    name = "bench-http",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = {
      "Measure how fast a worker on this machine predicts over HTTP: with image files, or without",
      "--images with made-up features. Tells how long a task was being aligned meanwhile."
    })
public final class BenchHttpCommand extends LammSubcommand {
  private static final int MOST_CLIENTS = 128;
  private static final int LONGEST_SECONDS = 600;
  private static final int FEATURES = 64;
  private static final int MOST_IMAGES = 256;

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8080/",
      description = "Where the worker serves; on this machine (default: ${DEFAULT-VALUE}).")
  private URI url = URI.create("http://127.0.0.1:8080/");

  @Option(
      names = "--learner",
      paramLabel = "NAME",
      defaultValue = "default",
      description = "Learner (default: ${DEFAULT-VALUE}).")
  private String learner = "default";

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = "Folder of JPEG or PNG files, searched to any depth.")
  @Nullable Path images;

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "8",
      description = "Clients at the same time, at most 128 (default: ${DEFAULT-VALUE}).")
  private int clients = 8;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "10",
      description = "How long is measured, at most 600 (default: ${DEFAULT-VALUE}).")
  private int seconds = 10;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "3",
      description = "Seconds before that, at most 600 (default: ${DEFAULT-VALUE}).")
  private int warmUp = 3;

  /** A command that writes to this console. */
  public BenchHttpCommand(Console console) {
    super(console);
  }

  @Override
  protected int execute() throws Exception {
    check();
    Optional<String> token = Optional.ofNullable(console().environment().get("LAMM_HTTP_TOKEN"));
    LoadGenerator generator = new LoadGenerator(url, token);
    LoadGenerator.Question question = question(generator);
    LoadResult result =
        generator.run(question, clients, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds));
    console()
        .out()
        .println(
            String.format(
                Locale.ROOT,
                "%s, %d clients, %.0f s: %.0f predictions/s, p50 %.1f ms, p99 %.1f ms, other"
                    + " answers %s, aligning %.0f %% of the time",
                images == null ? "features" : "images",
                result.clients(),
                result.seconds(),
                result.perSecond(),
                result.p50Millis(),
                result.p99Millis(),
                result.otherStatuses(),
                100 * result.aligning()));
    console().out().println(new ObjectMapper().writeValueAsString(result));
    return 0;
  }

  private void check() throws IOException {
    String host = url.getHost();
    if (host == null || !InetAddress.getByName(host).isLoopbackAddress()) {
      throw new JobException("--url " + url + ": only a worker on this machine is put under load");
    }
    if (clients < 1 || clients > MOST_CLIENTS) {
      throw new JobException("--clients " + clients + ": use 1 to " + MOST_CLIENTS);
    }
    if (seconds < 1 || seconds > LONGEST_SECONDS || warmUp < 0 || warmUp > LONGEST_SECONDS) {
      throw new JobException("--seconds and --warm-up: at most " + LONGEST_SECONDS);
    }
  }

  private LoadGenerator.Question question(LoadGenerator generator)
      throws IOException, InterruptedException {
    String name = URLEncoder.encode(learner, StandardCharsets.UTF_8).replace("+", "%20");
    String path = "/api/v1/learners/" + name + "/predict";
    Path folder = images;
    if (folder != null) {
      String type = "image/png";
      List<byte[]> files = files(folder, ".png");
      if (files.isEmpty()) {
        type = "image/jpeg";
        files = files(folder, ".jpg");
      }
      if (files.isEmpty()) {
        throw new JobException("--images " + folder + ": no .png and no .jpg in it");
      }
      return new LoadGenerator.Question(path, type, files, 1);
    }
    JsonNode dimension = generator.get("/api/v1/info").at("/checkpoint/dimension");
    if (!dimension.isInt()) {
      throw new JobException("--url " + url + ": is no worker that predicts");
    }
    return new LoadGenerator.Question(path, "application/json", features(dimension.asInt()), 1);
  }

  private static List<byte[]> files(Path folder, String ending) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      List<byte[]> files = new ArrayList<>();
      for (Path file :
          walk.filter(file -> file.toString().endsWith(ending))
              .sorted()
              .limit(MOST_IMAGES)
              .toList()) {
        files.add(Files.readAllBytes(file));
      }
      return files;
    }
  }

  private static List<byte[]> features(int dimension) {
    SplittableRandom random = new SplittableRandom(1);
    List<byte[]> bodies = new ArrayList<>();
    for (int i = 0; i < FEATURES; i++) {
      double[] feature = new double[dimension];
      double squares = 0;
      for (int d = 0; d < dimension; d++) {
        feature[d] = random.nextGaussian();
        squares += feature[d] * feature[d];
      }
      StringBuilder text = new StringBuilder("{\"features\":[[");
      for (int d = 0; d < dimension; d++) {
        text.append(d == 0 ? "" : ",").append((float) (feature[d] / Math.sqrt(squares)));
      }
      bodies.add(text.append("]]}").toString().getBytes(StandardCharsets.UTF_8));
    }
    return bodies;
  }
}
