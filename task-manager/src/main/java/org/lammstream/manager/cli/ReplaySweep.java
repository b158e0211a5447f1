package org.lammstream.manager.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.lammstream.evaluation.Comparison;
import org.lammstream.evaluation.NamedRun;
import org.lammstream.evaluation.chart.ComparisonChart;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.replay.Replay;
import org.lammstream.manager.replay.ReplayPlan;
import org.lammstream.manager.replay.WhatIf;
import org.lammstream.manager.worker.FeatureCache;
import org.lammstream.stream.sequence.SequenceFile;

/**
 * The tasks as recorded, then one variant after the other, then all side by side. Images are
 * encoded once: the variants find their features in the base's store. Used once.
 */
final class ReplaySweep {
  private final Console console;
  private final SequenceFile sequence;
  private final ClipModel model;
  private final Path output;
  private final List<NamedRun> runs = new ArrayList<>();
  private double secondsPerTask = Double.NaN;

  ReplaySweep(Console console, SequenceFile sequence, ClipModel model, Path output) {
    this.console = console;
    this.sequence = sequence;
    this.model = model;
    this.output = output;
  }

  /** Makes the plan of a variant, the base included. */
  interface Planner {
    ReplayPlan plan(WhatIf whatIf);
  }

  /** Makes the means of a run that shares this cache. */
  interface Equipper {
    Replay.Means means(FeatureCache features);
  }

  /** Runs base and variants; those that are finished already are only read. */
  void run(List<WhatIf> variants, Planner planner, Equipper equipper)
      throws IOException, InterruptedException {
    List<ReplayPlan> plans = variants.stream().map(planner::plan).toList(); // all mistakes first
    try (ReplayRun base = ReplayRun.in(console, output.resolve("base"))) {
      Replay.Means means = equipper.means(base.features());
      run(base, planner.plan(WhatIf.NOTHING), "base", "as recorded", means, plans);
      for (int i = 0; i < plans.size(); i++) {
        Path folder = output.resolve("variants").resolve(variants.get(i).name());
        String name = variants.get(i).description();
        try (ReplayRun variant = ReplayRun.in(console, folder)) {
          run(variant, plans.get(i), name, "", means, plans.subList(i + 1, plans.size()));
        }
      }
    }
    compare();
  }

  private void run(
      ReplayRun run,
      ReplayPlan plan,
      String name,
      String description,
      Replay.Means means,
      List<ReplayPlan> later)
      throws IOException, InterruptedException {
    int toCome = later.stream().mapToInt(next -> next.tasks().size()).sum();
    console.out().println();
    console.out().println("== " + name + left(plan.tasks().size() + toCome));
    long began = System.nanoTime();
    ReplayRun.Outcome outcome = run.run(sequence, plan, model, means);
    if (outcome.learned() > 0) {
      secondsPerTask = (System.nanoTime() - began) / 1e9 / outcome.learned();
    }
    outcome.report().ifPresent(report -> runs.add(new NamedRun(name, description, report)));
  }

  private String left(int tasks) {
    if (Double.isNaN(secondsPerTask)) {
      return "";
    }
    double seconds = secondsPerTask * tasks;
    return String.format(
        Locale.ROOT,
        seconds < 120 ? " (all variants in about %.0f s)" : " (all variants in about %.0f min)",
        seconds < 120 ? seconds : seconds / 60);
  }

  private void compare() throws IOException {
    if (runs.isEmpty()) {
      return;
    }
    Comparison comparison = Comparison.of(runs);
    Path json = output.resolve("comparison.json");
    Path markdown = output.resolve("comparison.md");
    comparison.writeJson(json);
    Files.writeString(markdown, comparison.toMarkdown());
    console.out().println();
    console.out().println(comparison.toMarkdown());
    console.out().println("wrote " + json);
    console.out().println("wrote " + markdown);
    draw(comparison, output.resolve("comparison.png"));
  }

  /** A machine that cannot draw (Java without fonts) only gets a notice. */
  private void draw(Comparison comparison, Path picture) throws IOException {
    try {
      Files.deleteIfExists(picture); // one of an earlier sweep must not be taken for this one's
      String subtitle =
          "%s as recorded, and %d variants; checkpoint %s"
              .formatted(sequence.header().learner(), runs.size() - 1, model.name());
      ComparisonChart.of(comparison, "Accuracy on the tasks so far", subtitle).write(picture);
      console.out().println("wrote " + picture);
    } catch (IOException | RuntimeException | LinkageError | InternalError e) {
      console.err().println("note: no picture: " + ErrorLine.of(e));
    }
  }
}
