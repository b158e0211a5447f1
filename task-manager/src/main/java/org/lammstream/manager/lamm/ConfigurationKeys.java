package org.lammstream.manager.lamm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.lammstream.manager.clip.image.ImageViews;
import org.lammstream.manager.lamm.LearnerConfiguration.Path;
import org.lammstream.manager.lamm.LearnerConfiguration.Setting;
import org.lammstream.manager.lamm.LossWeights.Distillation;

/** The text form of a {@link LearnerConfiguration}. */
final class ConfigurationKeys {

  private static final String ALL = "all";
  private static final String RIVALS = "rivals";
  private static final int MOST_RIVALS = 1_000_000;
  private static final String VIEWS = "views";
  private static final String FEATURE_TERM = "loss.feature";
  private static final String LOGIT_TERM = "loss.logit";
  private static final String REPLAY = "replay";
  private static final String GATE = "gate";
  private static final String OFF = "off";

  private static final List<Setting> SETTINGS =
      List.of(
          new Setting(
              "context",
              "a photo of a",
              "words in front of the label embedding, where a context that trains starts"),
          new Setting(VIEWS, "6", "views of an image whose mean is its feature: 1, 2, 4 or 6"),
          new Setting("tokens", "per-class", "trained tokens: per-class, fixed(N) or reference"),
          new Setting("old", "regularized", "classes learned before: frozen or regularized"),
          new Setting("neighbours", "20", "with old=regularized: train only the N nearest, or all"),
          new Setting(
              RIVALS, "100", "constant old classes in each step's logits: the N nearest, or all"),
          new Setting(
              "existing",
              "refine",
              "classes that are known already: refine them or reject the task"),
          new Setting("loss.parameter", "0", "parameter-space term; auto is 1/shots"),
          new Setting(
              FEATURE_TERM,
              "1",
              "feature-space term over the labels of a batch; coop, maple: 0 if not given"),
          new Setting(
              LOGIT_TERM, "0.05", "distillation in logits space; coop, maple: 0 if not given"),
          new Setting("loss.old.parameter", "0", "parameter-space term of old classes"),
          new Setting("loss.old.feature", "0", "feature-space term of each old class"),
          new Setting("loss.old.replay", "2", "cross-entropy on what is replayed of old classes"),
          new Setting(REPLAY, "gaussian", "what is replayed: prototypes, or gaussian with a head"),
          new Setting("replay.draws", "64", "with replay=gaussian: draws per step"),
          new Setting("replay.classes", "old", "with replay=gaussian: draws of old classes or all"),
          new Setting("loss.kd", "reference", "direction of distillation: reference or teacher"),
          new Setting("loss.temperature", "2", "temperature of distillation"),
          new Setting("epochs", "10", "epochs per task"),
          new Setting("batch", "32", "images per step"),
          new Setting("lr", "0.02", "learning rate of SGD after the warm-up"),
          new Setting("momentum", "0.9", "momentum of SGD"),
          new Setting("weight-decay", "0.0005", "weight decay of SGD"),
          new Setting("warmup.epochs", "1", "epochs at the warm-up rate"),
          new Setting("warmup.lr", "0.00001", "constant learning rate of the warm-up"),
          new Setting("path", "cached", "text path: cached, or naive as the oracle"),
          new Setting(
              MethodKeys.METHOD,
              "lamm",
              "what trains: lamm (label embeddings), coop (the context), coop+lamm (both), maple"
                  + " (prompts of both towers), maple+lamm, or zero-shot for nothing"),
          new Setting(
              MethodKeys.RANDOM_CONTEXT,
              "0",
              "where the context trains: start at N random vectors; 0 is at its words"),
          new Setting(
              MethodKeys.SCOPE,
              "shared",
              "with method=coop: shared (one context of all classes) or class (one of each class)"),
          new Setting(
              MethodKeys.DEPTH,
              "9",
              "with maple: blocks with prompts, as many as both towers have if they have fewer"),
          new Setting(
              HeadKeys.HEAD,
              "gaussian",
              "head on image features: none, prototype, ridge or gaussian"),
          new Setting("head.ridge", "0.01", "with head=ridge: λ in units of the mean eigenvalue"),
          new Setting(
              HeadKeys.SHRINKAGE,
              HeadKeys.AUTO,
              "with head=gaussian: shrinkage of the covariance; auto follows the number of images"),
          new Setting(
              HeadKeys.EXPANSION, "0", "width of a random expansion for the head; 0 is none"),
          new Setting("score.text", "1", "with a head: weight of the text score"),
          new Setting(
              HeadKeys.VISUAL,
              HeadKeys.AUTO,
              "with a head: weight of the head's score; auto chooses it from the statistics"),
          new Setting(
              HeadKeys.MARGIN,
              HeadKeys.AUTO,
              "with a head: what a class must win by against older ones, in parts of the head's"
                  + " weight, growing from the first task to the last; or auto"),
          new Setting(GATE, OFF, "most points that old tasks may lose in a new champion, or off"));

  /** What differs from the defaults in what was published. */
  private static final Map<String, String> PUBLISHED =
      Map.ofEntries(
          Map.entry(VIEWS, "1"),
          Map.entry("tokens", "reference"),
          Map.entry("neighbours", ALL),
          Map.entry(RIVALS, ALL),
          Map.entry("loss.parameter", HeadKeys.AUTO),
          Map.entry("loss.old.parameter", "1"),
          Map.entry("loss.old.feature", "1"),
          Map.entry("loss.old.replay", "0"),
          Map.entry(REPLAY, "prototypes"),
          Map.entry("epochs", "50"),
          Map.entry("lr", "0.002"),
          Map.entry(HeadKeys.HEAD, HeadKeys.NONE));

  /** What was done by programs that had no such setting yet. */
  private static final Map<String, String> BEFORE =
      Map.of(
          RIVALS,
          ALL,
          VIEWS,
          "1",
          MethodKeys.METHOD,
          "lamm",
          REPLAY,
          "prototypes",
          HeadKeys.HEAD,
          HeadKeys.NONE,
          HeadKeys.EXPANSION,
          "0",
          GATE,
          OFF,
          MethodKeys.RANDOM_CONTEXT,
          "0",
          MethodKeys.SCOPE,
          "shared");

  private ConfigurationKeys() {}

  static List<Setting> settings() {
    return SETTINGS;
  }

  static LearnerConfiguration published() {
    return read(PUBLISHED);
  }

  static LearnerConfiguration read(Map<String, String> given) {
    Values values = new Values(SETTINGS, MethodKeys.withDefaults(given));
    LossWeights loss =
        new LossWeights(
            values.text("loss.parameter").equals(HeadKeys.AUTO)
                ? OptionalDouble.empty()
                : OptionalDouble.of(values.number("loss.parameter", 0, 1e6)),
            values.number(FEATURE_TERM, 0, 1e6),
            values.number(LOGIT_TERM, 0, 1e6),
            values.number("loss.old.parameter", 0, 1e6),
            values.number("loss.old.feature", 0, 1e6),
            values.number("loss.old.replay", 0, 1e6),
            values.choice("loss.kd", Distillation.class),
            values.number("loss.temperature", 0.01, 1000));
    Optimisation optimisation =
        new Optimisation(
            values.integer("epochs", 1, 100_000),
            values.integer("batch", 1, 100_000),
            values.number("lr", 0, 1000),
            values.number("momentum", 0, 0.9999),
            values.number("weight-decay", 0, 10),
            values.integer("warmup.epochs", 0, 100_000),
            values.number("warmup.lr", 0, 1000));
    return new LearnerConfiguration(
        values.text("context"),
        views(values),
        values.parsed("tokens", TokenPolicy::parse),
        oldClasses(values),
        values.text(RIVALS).equals(ALL)
            ? Integer.MAX_VALUE
            : values.integer(RIVALS, 0, MOST_RIVALS),
        values.choice("existing", ExistingClasses.class),
        loss,
        replay(values),
        optimisation,
        values.choice("path", Path.class),
        MethodKeys.method(values),
        MethodKeys.randomContext(values),
        MethodKeys.scope(values),
        MethodKeys.depth(values),
        HeadKeys.scoring(values),
        HeadKeys.auto(values),
        gate(values));
  }

  private static ReplayPolicy replay(Values values) {
    int draws = values.integer("replay.draws", 1, 4096);
    boolean all =
        switch (values.text("replay.classes")) {
          case "old" -> false;
          case ALL -> true;
          default -> throw values.invalid("replay.classes", "use old or all");
        };
    return switch (values.text(REPLAY)) {
      case "prototypes" -> new ReplayPolicy.Prototypes();
      case "gaussian" -> new ReplayPolicy.Gaussian(draws, all);
      default -> throw values.invalid(REPLAY, "use prototypes or gaussian");
    };
  }

  static Map<String, String> recorded(Map<String, String> provenance) {
    Map<String, String> known = new LinkedHashMap<>(BEFORE);
    known.putAll(provenance);
    return known;
  }

  static int recordedViews(Map<String, String> provenance) {
    String views = String.valueOf(recorded(provenance).get(VIEWS));
    return views(new Values(SETTINGS, Map.of(VIEWS, views)));
  }

  static OptionalDouble recordedGate(Map<String, String> provenance) {
    String gate = String.valueOf(recorded(provenance).get(GATE));
    return gate(new Values(SETTINGS, Map.of(GATE, gate)));
  }

  private static OptionalDouble gate(Values values) {
    return values.text(GATE).equals(OFF)
        ? OptionalDouble.empty()
        : OptionalDouble.of(values.number(GATE, 0, 100));
  }

  static Map<String, String> continued(Map<String, String> given, Map<String, String> provenance) {
    Map<String, String> kept = new LinkedHashMap<>(given);
    Map<String, String> recorded = recorded(provenance);
    kept.putIfAbsent(VIEWS, Integer.toString(recordedViews(provenance)));
    for (String key : List.of(HeadKeys.HEAD, HeadKeys.EXPANSION)) {
      kept.putIfAbsent(key, String.valueOf(recorded.get(key)));
    }
    for (String key : List.of(MethodKeys.METHOD, MethodKeys.RANDOM_CONTEXT, MethodKeys.SCOPE)) {
      kept.putIfAbsent(key, String.valueOf(recorded.get(key)));
    }
    Optional.ofNullable(recorded.get(MethodKeys.DEPTH))
        .ifPresent(depth -> kept.putIfAbsent(MethodKeys.DEPTH, depth));
    return kept;
  }

  private static int views(Values values) {
    return values.parsed(VIEWS, text -> ImageViews.of(Integer.parseInt(text)).size());
  }

  private static OldClasses oldClasses(Values values) {
    int neighbours =
        values.text("neighbours").equals(ALL)
            ? Integer.MAX_VALUE
            : values.integer("neighbours", 0, Integer.MAX_VALUE);
    return switch (values.text("old")) {
      case "frozen" -> new OldClasses.Frozen();
      case "regularized" -> new OldClasses.Regularized(neighbours);
      default -> throw values.invalid("old", "use frozen or regularized");
    };
  }

  static Map<String, String> write(LearnerConfiguration configuration) {
    LossWeights loss = configuration.loss();
    Optimisation optimisation = configuration.optimisation();
    Map<String, String> map = new LinkedHashMap<>();
    map.put("context", configuration.context());
    map.put(VIEWS, Integer.toString(configuration.views()));
    map.put("tokens", configuration.tokens().toString());
    String neighbours = ALL;
    if (configuration.oldClasses() instanceof OldClasses.Regularized regularized) {
      map.put("old", "regularized");
      if (regularized.neighbours() < Integer.MAX_VALUE) {
        neighbours = Integer.toString(regularized.neighbours());
      }
    } else {
      map.put("old", "frozen");
    }
    map.put("neighbours", neighbours);
    map.put(
        RIVALS,
        configuration.rivals() == Integer.MAX_VALUE
            ? ALL
            : Integer.toString(configuration.rivals()));
    map.put("existing", configuration.existing().name().toLowerCase(Locale.ROOT));
    map.put("loss.parameter", plain(loss.parameter(), HeadKeys.AUTO));
    map.put(FEATURE_TERM, Values.plain(loss.feature()));
    map.put(LOGIT_TERM, Values.plain(loss.logit()));
    map.put("loss.old.parameter", Values.plain(loss.oldParameter()));
    map.put("loss.old.feature", Values.plain(loss.oldFeature()));
    map.put("loss.old.replay", Values.plain(loss.oldReplay()));
    if (configuration.replay() instanceof ReplayPolicy.Gaussian gaussian) {
      map.put(REPLAY, "gaussian");
      map.put("replay.draws", Integer.toString(gaussian.draws()));
      map.put("replay.classes", gaussian.all() ? ALL : "old");
    } else {
      map.put(REPLAY, "prototypes");
    }
    map.put("loss.kd", loss.direction().name().toLowerCase(Locale.ROOT));
    map.put("loss.temperature", Values.plain(loss.temperature()));
    map.put("epochs", Integer.toString(optimisation.epochs()));
    map.put("batch", Integer.toString(optimisation.batchSize()));
    map.put("lr", Values.plain(optimisation.learningRate()));
    map.put("momentum", Values.plain(optimisation.momentum()));
    map.put("weight-decay", Values.plain(optimisation.weightDecay()));
    map.put("warmup.epochs", Integer.toString(optimisation.warmupEpochs()));
    map.put("warmup.lr", Values.plain(optimisation.warmupRate()));
    map.put("path", configuration.path().name().toLowerCase(Locale.ROOT));
    map.put(MethodKeys.METHOD, configuration.method().key());
    if (configuration.method().trainsContext()) {
      map.put(MethodKeys.RANDOM_CONTEXT, Integer.toString(configuration.randomContext()));
    }
    if (configuration.hasOwnContexts()) {
      map.put(MethodKeys.SCOPE, "class");
    }
    if (configuration.method().promptsImages()) {
      map.put(MethodKeys.DEPTH, Integer.toString(configuration.depth()));
    }
    map.put(
        HeadKeys.HEAD,
        configuration
            .scoring()
            .map(scoring -> scoring.head().name().toLowerCase(Locale.ROOT))
            .orElse(HeadKeys.NONE));
    configuration
        .scoring()
        .ifPresent(scoring -> HeadKeys.write(scoring, configuration.auto(), map));
    map.put(GATE, plain(configuration.gate(), OFF));
    return map;
  }

  private static String plain(OptionalDouble value, String otherwise) {
    return value.isPresent() ? Values.plain(value.getAsDouble()) : otherwise;
  }
}
