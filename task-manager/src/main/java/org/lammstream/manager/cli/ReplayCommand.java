package org.lammstream.manager.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.lamm.InvalidConfigurationException;
import org.lammstream.manager.lamm.LearnerConfiguration;
import org.lammstream.manager.replay.Originals;
import org.lammstream.manager.replay.Replay;
import org.lammstream.manager.replay.ReplayPlan;
import org.lammstream.manager.replay.WhatIf;
import org.lammstream.manager.worker.FeatureCache;
import org.lammstream.manager.worker.WorkerSetup;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.stream.sequence.SequenceFile;
import org.lammstream.stream.topic.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Learns recorded tasks again, as they were or with a difference. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = {
      "Learn recorded tasks again, into a store of its own: as they were, which gives the same"
          + " versions bit for bit, or with a difference (--set, --order, --without, --seed), which"
          + " gives a report side by side with the tasks as recorded.",
      "With the same --output an interrupted replay goes on. Topics are only read, unless"
          + " --publish-to says otherwise.",
      "What makes a difference counts from the command line only, not from LAMM_SET and the like."
    })
final class ReplayCommand extends LammSubcommand {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private final ReplaySource source = new ReplaySource();
  @Mixin private final WhatIfOptions whatIf = new WhatIfOptions();

  @Option(
      names = "--checkpoint",
      required = true,
      paramLabel = "CLIP_DIR",
      description = "The CLIP checkpoint that the tasks were learned with, or 'builtin'.")
  private Path checkpoint = Path.of("");

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Folder for stores, reports and pictures.")
  private Path output = Path.of("");

  @Option(
      names = "--until",
      paramLabel = "TASK",
      description = "End with this task, by its name or event id.")
  private @Nullable String until;

  @Option(
      names = "--verify",
      fallbackValue = "true",
      description = "Stop at the first version that differs from the original, and say why.")
  private boolean verify;

  @Option(
      names = "--against",
      paramLabel = "STORE",
      description = "Take the original versions from this store, which is only read.")
  private @Nullable Path against;

  @Option(
      names = "--image-root",
      split = ",",
      paramLabel = "DIR",
      description = "Folder that file: images may come from; without it none may. Repeatable.")
  private List<Path> imageRoots = new ArrayList<>();

  @Mixin private final RemoteImageOptions remoteImages = new RemoteImageOptions();

  @Option(
      names = "--device",
      defaultValue = "auto",
      paramLabel = "DEVICE",
      description = "auto, cpu or gpu:N (default: ${DEFAULT-VALUE}).")
  private ComputeDevice device = new ComputeDevice.Auto();

  @Option(
      names = "--other-checkpoint",
      fallbackValue = "true",
      description = "Replay though the tasks were learned with another checkpoint.")
  private boolean otherCheckpoint;

  @Option(
      names = "--worker-set",
      split = ",",
      paramLabel = "KEY=VALUE",
      description = "Settings of the worker, for tasks of which it is not recorded.")
  private Map<String, String> workerSettings = new LinkedHashMap<>();

  @Option(
      names = "--worker-seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Seed of the worker, for tasks of which it is not recorded (default: ${DEFAULT-VALUE}).")
  private long workerSeed = 1;

  @Option(
      names = "--publish-to",
      paramLabel = "PREFIX",
      description = "Publish results to PREFIX.results; needs --bootstrap. Not with a difference.")
  private @Nullable String publishTo;

  @Option(
      names = "--force-live",
      fallbackValue = "true",
      description = "Let --publish-to name the topic that the recorded tasks' results went to.")
  private boolean forceLive;

  ReplayCommand(Console console) {
    super(console);
  }

  @Override
  protected int execute() throws Exception {
    List<WhatIf> variants = whatIf.variants(spec.commandLine());
    source.check(spec.commandLine(), publishTo != null);
    require(
        publishTo == null || (variants.isEmpty() && !otherCheckpoint),
        "--publish-to is for replays without a difference");
    require(
        publishTo == null || source.bootstrap != null, "--publish-to needs --bootstrap HOST:PORT");
    require(
        !verify || !otherCheckpoint,
        "--verify needs the checkpoint that the tasks were learned with");
    checkWorkerSettings();
    try (remoteImages) {
      return StopSignal.guard(
          console(),
          "what was replayed is kept in " + output + ", and the same command goes on",
          () -> replay(variants));
    }
  }

  /** A mistyped one would refuse task after task. */
  private void checkWorkerSettings() {
    try {
      LearnerConfiguration.from(workerSettings);
    } catch (InvalidConfigurationException e) {
      throw new ParameterException(spec.commandLine(), "--worker-set: " + ErrorLine.of(e), e);
    }
  }

  private void require(boolean condition, String message) {
    if (!condition) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }

  private int replay(List<WhatIf> variants) throws IOException, InterruptedException {
    try (SequenceFile sequence =
            source.open(
                console(), output, Optional.ofNullable(until), imageRoots, remoteImages.images());
        ClipModel model = Checkpoint.load(checkpoint, device)) {
      ReplayTasks tasks = ReplayTasks.of(sequence, originals(sequence));
      boolean foreign = tasks.isForeign(model, otherCheckpoint);
      if (verify) {
        tasks.requireOriginals();
      }
      tasks.gaps().ifPresent(line -> console().err().println("note: " + line));
      ReplayPlan.Fallback fallback = new ReplayPlan.Fallback(workerSettings, workerSeed);
      ReplaySweep.Planner planner =
          one ->
              ReplayPlan.of(sequence.header().learner(), tasks.entries(), one, fallback, !foreign);
      if (variants.isEmpty()) {
        faithful(sequence, model, planner.plan(WhatIf.NOTHING));
      } else {
        new ReplaySweep(console(), sequence, model, output)
            .run(variants, planner, features -> means(Optional.empty(), features));
      }
    }
    return LammCli.OK;
  }

  private Optional<Originals> originals(SequenceFile sequence) {
    if (against == null) {
      return Optional.empty();
    }
    try (EmbeddingStore store = EmbeddingStore.openReadOnly(against)) {
      return Optional.of(Originals.in(store, sequence.header().learner()));
    }
  }

  private void faithful(SequenceFile sequence, ClipModel model, ReplayPlan plan)
      throws IOException, InterruptedException {
    try (ReplayRun run = ReplayRun.in(console(), output)) {
      Optional<Topics> target = Optional.ofNullable(publishTo).map(Topics::new);
      if (target.isEmpty()) {
        run.run(sequence, plan, model, means(Optional.empty(), run.features()));
        return;
      }
      if (!forceLive) {
        ReplayOutlet.refuseLive(target.get(), plan.tasks(), source.topics());
      }
      try (ReplayOutlet outlet = ReplayOutlet.open(source.connection(), target.get())) {
        run.run(sequence, plan, model, means(Optional.of(outlet.outlet()), run.features()));
      }
    }
  }

  private Replay.Means means(Optional<WorkerSetup.Outlet> outlet, FeatureCache features) {
    return new Replay.Means(
        outlet, imageRoots, remoteImages.images(), features, BuildVersion.current(), verify);
  }
}
