package org.lammstream.manager.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.lamm.AlignmentBenchmark;
import org.lammstream.manager.lamm.StepTiming;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the alignment step. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description =
        "Time the alignment step, naive and cached, at the text dimensions of CLIP ViT-B/16.")
final class BenchCommand extends LammSubcommand {
  @Option(
      names = "--output",
      paramLabel = "FILE",
      defaultValue = "bench.json",
      description = "Where the result goes, as JSON (default: ${DEFAULT-VALUE}).")
  private Path output = Path.of("bench.json");

  @Option(
      names = "--classes",
      split = ",",
      paramLabel = "N",
      defaultValue = "10,50,100",
      description = "Numbers of classes, at most 100 (default: ${DEFAULT-VALUE}).")
  private List<Integer> classes = List.of(10, 50, 100);

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "5",
      description = "Measured steps, of which the median counts (default: ${DEFAULT-VALUE}).")
  private int steps = 5;

  @Option(
      names = "--device",
      defaultValue = "cpu",
      paramLabel = "DEVICE",
      description = "auto, cpu or gpu:N (default: ${DEFAULT-VALUE}).")
  private ComputeDevice device = new ComputeDevice.Cpu();

  BenchCommand(Console console) {
    super(console);
  }

  @Override
  protected int execute() throws Exception {
    if (steps < AlignmentBenchmark.LEAST_STEPS) {
      throw new JobException(
          "--steps " + steps + ": a median needs at least " + AlignmentBenchmark.LEAST_STEPS);
    }
    for (int count : classes) {
      if (count < 1 || count > AlignmentBenchmark.MOST_CLASSES) {
        throw new JobException(
            String.format(
                Locale.ROOT, "--classes %d: use 1 to %d", count, AlignmentBenchmark.MOST_CLASSES));
      }
    }
    List<StepTiming> timings =
        new AlignmentBenchmark(device, steps)
            .run(
                classes,
                (what, done, all) ->
                    console()
                        .err()
                        .println(
                            String.format(
                                Locale.ROOT, "measuring %d/%d: %s", done + 1, all, what)));
    for (StepTiming timing : timings) {
      console()
          .out()
          .println(
              String.format(
                  Locale.ROOT,
                  "%3d classes: naive %.3f s, cached %.3f s, ratio %.1f, peak %d and %d MiB",
                  timing.classes(),
                  timing.naiveSeconds(),
                  timing.cachedSeconds(),
                  timing.ratio(),
                  timing.naivePeakBytes() >> 20,
                  timing.cachedPeakBytes() >> 20));
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("alignmentStep", timings);
    result.put(
        "peakMemoryBytes",
        timings.stream()
            .mapToLong(timing -> Math.max(timing.naivePeakBytes(), timing.cachedPeakBytes()))
            .max()
            .orElse(0));
    result.put("device", device.resolve().toString());
    result.put("processors", Runtime.getRuntime().availableProcessors());
    result.put("steps", steps);
    result.put("version", BuildVersion.current());
    Path parent = output.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(output.toFile(), result);
    console().out().println("wrote " + output);
    return LammCli.OK;
  }
}
