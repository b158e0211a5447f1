package org.lammstream.manager.lamm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.lammstream.manager.clip.image.ImageViews;
import org.lammstream.manager.lamm.LearnerConfiguration.Path;
import org.lammstream.manager.lamm.LearnerConfiguration.Setting;
import org.lammstream.manager.lamm.LossWeights.Distillation;

/** The text form of a {@link LearnerConfiguration}. */
final class ConfigurationKeys {

  private static final String AUTO = "auto";
  private static final String ALL = "all";
  private static final String VIEWS = "views";

  private static final List<Setting> SETTINGS =
      List.of(
          new Setting("context", "a photo of a", "words in front of the label embedding"),
          new Setting(VIEWS, "1", "views of an image whose mean is its feature: 1, 2, 4 or 6"),
          new Setting("tokens", "per-class", "trained tokens: per-class, fixed(N) or reference"),
          new Setting("old", "regularized", "classes learned before: frozen or regularized"),
          new Setting("neighbours", ALL, "with old=regularized: train only the N nearest, or all"),
          new Setting(
              "existing",
              "refine",
              "classes that are known already: refine them or reject the task"),
          new Setting("loss.parameter", AUTO, "parameter-space term; auto is 1/shots"),
          new Setting("loss.feature", "1", "feature-space term over the labels of a batch"),
          new Setting("loss.logit", "0.05", "distillation in logits space"),
          new Setting("loss.old.parameter", "1", "parameter-space term of old classes"),
          new Setting("loss.old.feature", "1", "feature-space term of each old class"),
          new Setting(
              "loss.old.replay", "2", "cross-entropy on the image prototypes of old classes"),
          new Setting("loss.kd", "reference", "direction of distillation: reference or teacher"),
          new Setting("loss.temperature", "2", "temperature of distillation"),
          new Setting("epochs", "50", "epochs per task"),
          new Setting("batch", "32", "images per step"),
          new Setting("lr", "0.002", "learning rate of SGD after the warm-up"),
          new Setting("momentum", "0.9", "momentum of SGD"),
          new Setting("weight-decay", "0.0005", "weight decay of SGD"),
          new Setting("warmup.epochs", "1", "epochs at the warm-up rate"),
          new Setting("warmup.lr", "0.00001", "constant learning rate of the warm-up"),
          new Setting("path", "cached", "text path: cached, or naive as the oracle"));

  /** What was done by programs that had no such setting yet. */
  private static final Map<String, String> BEFORE = Map.of(VIEWS, "1");

  private ConfigurationKeys() {}

  static List<Setting> settings() {
    return SETTINGS;
  }

  static LearnerConfiguration read(Map<String, String> given) {
    Values values = new Values(SETTINGS, given);
    LossWeights loss =
        new LossWeights(
            values.text("loss.parameter").equals(AUTO)
                ? OptionalDouble.empty()
                : OptionalDouble.of(values.number("loss.parameter", 0, 1e6)),
            values.number("loss.feature", 0, 1e6),
            values.number("loss.logit", 0, 1e6),
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
        values.choice("existing", ExistingClasses.class),
        loss,
        optimisation,
        values.choice("path", Path.class));
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

  static Map<String, String> continued(Map<String, String> given, Map<String, String> provenance) {
    Map<String, String> kept = new LinkedHashMap<>(given);
    kept.putIfAbsent(VIEWS, Integer.toString(recordedViews(provenance)));
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
    map.put("existing", configuration.existing().name().toLowerCase(Locale.ROOT));
    map.put("loss.parameter", auto(loss.parameter()));
    map.put("loss.feature", plain(loss.feature()));
    map.put("loss.logit", plain(loss.logit()));
    map.put("loss.old.parameter", plain(loss.oldParameter()));
    map.put("loss.old.feature", plain(loss.oldFeature()));
    map.put("loss.old.replay", plain(loss.oldReplay()));
    map.put("loss.kd", loss.direction().name().toLowerCase(Locale.ROOT));
    map.put("loss.temperature", plain(loss.temperature()));
    map.put("epochs", Integer.toString(optimisation.epochs()));
    map.put("batch", Integer.toString(optimisation.batchSize()));
    map.put("lr", plain(optimisation.learningRate()));
    map.put("momentum", plain(optimisation.momentum()));
    map.put("weight-decay", plain(optimisation.weightDecay()));
    map.put("warmup.epochs", Integer.toString(optimisation.warmupEpochs()));
    map.put("warmup.lr", plain(optimisation.warmupRate()));
    map.put("path", configuration.path().name().toLowerCase(Locale.ROOT));
    return map;
  }

  private static String auto(OptionalDouble value) {
    return value.isPresent() ? plain(value.getAsDouble()) : AUTO;
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
