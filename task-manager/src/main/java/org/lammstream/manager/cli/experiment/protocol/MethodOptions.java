package org.lammstream.manager.cli.experiment.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lammstream.manager.cli.JobException;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.lamm.ContextStart;
import org.lammstream.manager.lamm.LossWeights;
import org.lammstream.manager.lamm.Optimisation;
import org.lammstream.manager.lamm.PromptLearner;
import org.lammstream.manager.lamm.PromptMethod;
import org.lammstream.manager.lamm.PromptSettings;
import picocli.CommandLine.Option;

/** Which prompt methods, and where they differ from their published settings. */
public final class MethodOptions {
  private static final int PUBLISHED_DEPTH = 9;
  private static final Set<String> TERMS = Set.of("parameter", "feature", "logit");

  @Option(
      names = "--method",
      split = ",",
      paramLabel = "METHOD",
      description =
          "One or more of zero-shot, lamm, coop, coop+lamm, maple and maple+lamm (default: all"
              + " six; incremental: none).")
  private List<String> methods = new ArrayList<>();

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Epochs (published: 50, for MaPLe 5).")
  private @Nullable Integer epochs;

  @Option(
      names = "--lr",
      paramLabel = "RATE",
      description = "Learning rate (published: 0.002, for MaPLe 0.0035).")
  private @Nullable Double learningRate;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Images per step (published: 32, for MaPLe 4).")
  private @Nullable Integer batch;

  @Option(
      names = "--depth",
      paramLabel = "N",
      description =
          "MaPLe: blocks with prompts in both towers (default: 9, or as many as both towers have).")
  private @Nullable Integer depth;

  @Option(
      names = "--context",
      paramLabel = "WORDS",
      description =
          "Words in front of a class name, where trained context vectors start (default: a photo of"
              + " a). Zero-shot has the data set's own prompt instead, except in incremental.")
  private @Nullable String context;

  @Option(
      names = "--random-context",
      paramLabel = "N",
      description = "Trained context vectors: N drawn ones instead of words.")
  private @Nullable Integer randomContext;

  @Option(
      names = "--class-specific",
      fallbackValue = "true",
      description =
          "CoOp, alone and with LAMM: a context of its own for each class; neither with base-to-new"
              + " nor incremental.")
  private boolean classSpecific;

  @Option(
      names = "--loss",
      split = ",",
      splitSynopsisLabel = ",",
      paramLabel = "TERM=WEIGHT",
      description =
          "LAMM, alone and with others: weights of the terms of the hierarchical loss, parameter"
              + " (published: 1/shots), feature (1) and logit (0.05).")
  private Map<String, Double> loss = new LinkedHashMap<>();

  /**
   * Whether any method was given.
   *
   * @throws JobException if none was, but something about methods
   */
  public boolean given() {
    boolean idle =
        epochs != null
            || learningRate != null
            || batch != null
            || depth != null
            || context != null
            || randomContext != null
            || classSpecific
            || !loss.isEmpty();
    if (methods.isEmpty() && idle) {
      throw new JobException(
          "--epochs, --lr, --batch, --depth, --context, --random-context, --class-specific and"
              + " --loss are for --method; a variant names its settings itself");
    }
    return !methods.isEmpty();
  }

  /**
   * The methods to measure.
   *
   * @throws JobException if one is unknown or there twice, or the options do not fit together
   */
  public List<PromptMethod> methods() {
    if (context != null && randomContext != null) {
      throw new JobException("give --context or --random-context, not both");
    }
    require("--epochs", "at least 1", epochs == null || epochs >= 1);
    require("--batch", "at least 1", batch == null || batch >= 1);
    require("--depth", "at least 1", depth == null || depth >= 1);
    require("--random-context", "at least 1", randomContext == null || randomContext >= 1);
    loss.forEach(
        (term, weight) ->
            require(
                "--loss " + term,
                "one of " + new TreeSet<>(TERMS) + " with a weight from 0 to 1000000",
                TERMS.contains(term) && weight >= 0 && weight < 1e6));
    require(
        "--lr",
        "more than 0 and less than 1000",
        learningRate == null || (learningRate > 0 && learningRate < 1e3));
    if (methods.isEmpty()) {
      return List.of(PromptMethod.values());
    }
    Set<PromptMethod> found = new LinkedHashSet<>();
    for (String key : methods) {
      PromptMethod method =
          PromptMethod.of(key.strip())
              .orElseThrow(() -> new JobException("--method " + key + ": there are " + known()));
      if (!found.add(method)) {
        throw new JobException("--method " + key + " is there twice");
      }
    }
    return List.copyOf(found);
  }

  /**
   * Checks a method before anything is trained.
   *
   * @param names of all classes that it will meet
   * @throws JobException naming the method, if its settings or a name do not fit the model
   */
  static void check(
      PromptLearner learner, List<String> names, PromptMethod method, PromptSettings settings) {
    try {
      learner.check(names, method, settings);
    } catch (IllegalArgumentException e) {
      throw new JobException(method.key() + ": " + e.getMessage(), e);
    }
  }

  private static void require(String option, String range, boolean holds) {
    if (!holds) {
      throw new JobException(option + ": use " + range);
    }
  }

  private static String known() {
    return Arrays.stream(PromptMethod.values())
        .map(PromptMethod::key)
        .collect(Collectors.joining(", "));
  }

  /** Whether classes that were not learned have no context under this method. */
  boolean classSpecific(PromptMethod method) {
    return classSpecific && method.trainsContext() && !method.promptsImages();
  }

  /** The published settings as far as the model has room for them, and what the user wants. */
  public PromptSettings settings(PromptMethod method, ClipModel model) {
    PromptSettings published = PromptSettings.published(method);
    Optimisation given = published.optimisation();
    int rows = Math.min(model.textTower().blocks().size(), model.imageEncoder().blocks());
    return published
        .with(
            new Optimisation(
                epochs == null ? given.epochs() : epochs,
                batch == null ? given.batchSize() : batch,
                learningRate == null ? given.learningRate() : learningRate,
                given.momentum(),
                given.weightDecay(),
                given.warmupEpochs(),
                given.warmupRate()))
        .with(weights(published.loss()))
        .with(start(method, published.context()), classSpecific(method))
        .withDepth(
            !method.promptsImages()
                ? published.depth()
                : depth == null ? Math.min(PUBLISHED_DEPTH, rows) : depth);
  }

  private LossWeights weights(LossWeights published) {
    Double parameter = loss.get("parameter");
    return new LossWeights(
        parameter == null ? published.parameter() : OptionalDouble.of(parameter),
        loss.getOrDefault("feature", published.feature()),
        loss.getOrDefault("logit", published.logit()),
        published.oldParameter(),
        published.oldFeature(),
        published.oldReplay(),
        published.direction(),
        published.temperature());
  }

  private ContextStart start(PromptMethod method, ContextStart published) {
    if (randomContext != null && method.trainsContext()) {
      return new ContextStart.Random(randomContext);
    }
    if (context == null) {
      return published;
    }
    OptionalInt trained =
        published instanceof ContextStart.Words words ? words.trained() : OptionalInt.empty();
    return new ContextStart.Words(context, trained);
  }
}
