package org.lammstream.manager.cli.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.builtin.BuiltinCheckpoint;
import org.lammstream.manager.builtin.BuiltinData;
import org.lammstream.manager.cli.Terminal;

/** Experiments on pictures that the program draws, with its own checkpoint. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IncrementalCommandTest {
  private static final String PROTOTYPES = "class means: method=zero-shot, head=prototype";
  private static final String TRAINED = "trained: epochs=3, head=gaussian, views=2";

  /** Of the features of the program's own checkpoint. */
  private static final int DIMENSION = 128;

  private final Path images;
  private final Path tasks;
  private final Path checkpoint;

  IncrementalCommandTest(@TempDir Path folder) throws IOException {
    images = folder.resolve("images");
    List<String> classes = BuiltinData.newClasses().subList(0, 6);
    BuiltinData.writeImages(images, classes, 4, 3, 1);
    tasks = folder.resolve("tasks.json");
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      lines.add(
          "{\"task\": \"t%d\", \"classes\": [\"%s\", \"%s\"]}"
              .formatted(i, classes.get(2 * i), classes.get(2 * i + 1)));
    }
    Files.writeString(tasks, "[" + String.join(",\n", lines) + "]");
    checkpoint = BuiltinCheckpoint.extractTo(folder.resolve("drawn-clip"));
  }

  @Test
  void anInterruptedExperimentComesToTheSameTable(@TempDir Path whole, @TempDir Path broken)
      throws IOException {
    assertThat(run(whole, PROTOTYPES, TRAINED).code()).isZero();
    List<Path> results = results(whole);
    assertThat(results).hasSize(2 * 2 * 2);

    assertThat(run(broken, PROTOTYPES).code()).isZero();
    Path kept = results(broken).get(0);
    Files.delete(results(broken).get(1));
    FileTime before = Files.getLastModifiedTime(kept);
    assertThat(run(broken, PROTOTYPES, TRAINED).code()).isZero();

    assertThat(Files.getLastModifiedTime(kept)).isEqualTo(before);
    assertThat(withoutSeconds(broken)).isEqualTo(withoutSeconds(whole));
    assertThat(Files.readString(whole.resolve("table.md")))
        .contains("| 2 | class means | 4 |", "| 2 | trained | 4 |");
  }

  @Test
  void thePictureShowsTheMeanAndTheSpreadOfEachVariant(@TempDir Path output) throws IOException {
    Terminal ended = run(output, PROTOTYPES, TRAINED);
    assertThat(ended.out()).contains("wrote " + output.resolve("curves.png"));
    BufferedImage image = ImageIO.read(output.resolve("curves.png").toFile());
    assertThat(pixels(image, 0x0072B2)).as("class means").isGreaterThan(500);
    assertThat(pixels(image, 0xD55E00)).as("trained").isGreaterThan(500);
    assertThat(pixels(image, 0x009E73)).as("a third variant").isZero();

    List<RunResult> results = new ArrayList<>();
    for (Path file : results(output)) {
      results.add(RunResult.read(file));
    }
    BufferedImage same = CurvesPicture.of(results, "drawn-clip").render();
    assertThat(same.getHeight()).isEqualTo(image.getHeight());
    RunResult first = results.get(0);
    RunResult more =
        new RunResult(
            first.variant(),
            first.settings(),
            first.joint(),
            first.order(),
            first.seed(),
            0,
            first.tasks(),
            first.matrix(),
            first.metrics(),
            first.harmonicMean(),
            first.secondsPerTask(),
            first.bytesPerClass(),
            first.sharedBytes());
    results.add(more);
    assertThat(CurvesPicture.of(results, "drawn-clip").render().getHeight())
        .as("a panel for each number of shots")
        .isGreaterThan(image.getHeight() + 500);
  }

  private static long pixels(BufferedImage image, int colour) {
    return IntStream.range(0, image.getHeight())
        .mapToLong(
            y ->
                IntStream.range(0, image.getWidth())
                    .filter(x -> (image.getRGB(x, y) & 0xFFFFFF) == colour)
                    .count())
        .sum();
  }

  @Test
  void meanAndDeviationAreThoseOfASample() {
    MeanDeviation of = MeanDeviation.of(DoubleStream.of(2, 4, 9));
    assertThat(of.mean()).isEqualTo(5);
    assertThat(of.deviation()).isCloseTo(Math.sqrt(13), within(1e-12));
    assertThat(MeanDeviation.of(DoubleStream.of(0.7))).isEqualTo(new MeanDeviation(0.7, 0));
  }

  @Test
  void theTimeLeftIsTheMeanOfFinishedRunsTimesThoseThatAreLeft() {
    AtomicLong seconds = new AtomicLong();
    TimeLeft time = new TimeLeft(4, 4, () -> seconds.get() * 1_000_000_000);
    time.begin(1);
    seconds.addAndGet(10);
    assertThat(time.words()).as("nothing is known yet").isEmpty();
    time.end();
    seconds.addAndGet(100); // encoding
    time.begin(1);
    seconds.addAndGet(4);
    assertThat(time.words()).isEqualTo("; all 3 runs that are left in about 26 s");
    seconds.addAndGet(996);
    assertThat(time.words()).as("longer than the mean").contains("in about 20 s");
    time.end();
    time.begin(1);
    assertThat(time.words()).isEqualTo("; all 2 runs that are left in about 17 min");
    seconds.addAndGet(18_990);
    time.end();
    time.begin(1);
    assertThat(time.words()).isEqualTo("; the last run");
  }

  @Test
  void theTimeLeftCountsTheWorkOfEachRun() {
    AtomicLong seconds = new AtomicLong();
    TimeLeft time = new TimeLeft(3, 1 + 4 + 5, () -> seconds.get() * 1_000_000_000);
    time.begin(1);
    seconds.addAndGet(90); // 80 of them for all
    time.pass(80_000_000_000L);
    time.end();
    time.begin(4);
    seconds.addAndGet(15);
    assertThat(time.words()).isEqualTo("; all 2 runs that are left in about 75 s");
  }

  @Test
  void ordersAreShufflesOfTheSameClasses(@TempDir Path output) throws IOException {
    assertThat(run(output, PROTOTYPES).code()).isZero();
    List<RunResult> results = new ArrayList<>();
    for (Path file : results(output)) {
      results.add(RunResult.read(file));
    }
    assertThat(results).extracting(RunResult::tasks).containsOnly(List.of("t0", "t1", "t2"));
    assertThat(results.get(0).matrix()).isNotEqualTo(results.get(2).matrix());
    assertThat(results)
        .allSatisfy(result -> assertThat(result.metric("lastAccuracy")).isBetween(0.2, 1.0));
  }

  @Test
  void aResultOfOtherSettingsIsNotTaken(@TempDir Path output) {
    assertThat(run(output, PROTOTYPES).code()).isZero();
    Terminal other = run(output, "class means: method=zero-shot, head=ridge");
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err()).contains("was measured with other settings (head, head.ridge");
  }

  @Test
  void aResultOfAProgramWithOtherDefaultsIsNotTaken(@TempDir Path output) throws IOException {
    assertThat(run(output, PROTOTYPES).code()).isZero();
    Path result = results(output).get(0);
    String earlier = Files.readString(result).replaceFirst("(\"epochs\" : )\"\\d+\"", "$1\"50\"");
    Files.writeString(result, earlier);
    Terminal later = run(output, PROTOTYPES);
    assertThat(later.code()).isEqualTo(1);
    assertThat(later.err()).contains("was measured with other settings (epochs)");
  }

  @Test
  void otherTasksDoNotMixWithWhatWasMeasured(@TempDir Path output) throws IOException {
    assertThat(run(output, PROTOTYPES).code()).isZero();
    String before = Files.readString(tasks);
    Files.writeString(tasks, before.replace("\"t1\"", "\"another\""));
    Terminal other = run(output, PROTOTYPES);
    Files.writeString(tasks, before);
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err()).contains("holds an experiment with other images, tasks");
    assertThat(run(output, PROTOTYPES).code()).isZero();
  }

  @Test
  void mistakesInVariantsAreNamed(@TempDir Path output) {
    assertThat(run(output, "no colon").err()).contains("expected NAME: KEY=VALUE");
    assertThat(run(output, "odd: head=sofa").err()).contains("variant 'odd'", "'head'", "sofa");
    assertThat(run(output).err()).contains("nothing to measure");
    assertThat(run(output, "wide: head=ridge, head.expansion=" + DIMENSION).err())
        .contains("variant 'wide': setting 'head.expansion' has the value", "use another number");
    assertThat(run(output, PROTOTYPES, PROTOTYPES).err()).contains("is there twice");
  }

  private Terminal run(Path output, String... variants) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "experiment",
                "incremental",
                "--images=" + images,
                "--tasks=" + tasks,
                "--checkpoint=" + checkpoint,
                "--output=" + output,
                "--orders=2",
                "--seeds=1,2",
                "--shots=2",
                "--device=cpu"));
    Stream.of(variants).forEach(variant -> args.addAll(List.of("--variant", variant)));
    return Terminal.lamm(args.toArray());
  }

  private static List<Path> results(Path output) throws IOException {
    try (Stream<Path> files = Files.walk(output)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  /** Seconds depend on the machine. */
  private static List<String> withoutSeconds(Path output) throws IOException {
    return Files.readAllLines(output.resolve("table.csv")).stream()
        .map(line -> line.replaceAll("^((?:[^,]*,){11})[^,]*,[^,]*,", "$1"))
        .toList();
  }
}
