package org.lammstream.manager.cli.experiment.protocol;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.lammstream.manager.lamm.ContextStart;
import org.lammstream.manager.lamm.LossWeights;
import org.lammstream.manager.lamm.Optimisation;
import org.lammstream.manager.lamm.PromptMethod;
import org.lammstream.manager.lamm.PromptSettings;

/** The settings that a method heeds, by name, as results keep them. */
final class SettingsByName {
  private SettingsByName() {}

  static Map<String, String> of(PromptMethod method, PromptSettings settings, Views views) {
    Map<String, String> names = new TreeMap<>();
    if (settings.context() instanceof ContextStart.Words words) {
      names.put("context", words.words());
      words.trained().ifPresent(trained -> names.put("context.trained", Integer.toString(trained)));
    } else if (settings.context() instanceof ContextStart.Random random) {
      names.put("context.random", Integer.toString(random.vectors()));
    }
    names.put("class-specific", Boolean.toString(settings.classSpecific()));
    if (method.promptsImages()) {
      names.put("depth", Integer.toString(settings.depth()));
    }
    if (method.trainsLabels()) {
      names.put("tokens", settings.tokens().toString());
      names.put("layout", word(settings.layout()));
      names.put("anchors", word(settings.anchors()));
      add(names, settings.loss());
    }
    add(names, settings.optimisation());
    names.put("path", word(settings.path()));
    names.put("views", views.toString());
    return names;
  }

  private static void add(Map<String, String> names, LossWeights loss) {
    names.put(
        "loss.parameter",
        loss.parameter().isPresent() ? Double.toString(loss.parameter().getAsDouble()) : "1/shots");
    names.put("loss.feature", Double.toString(loss.feature()));
    names.put("loss.logit", Double.toString(loss.logit()));
    names.put("loss.old.parameter", Double.toString(loss.oldParameter()));
    names.put("loss.old.feature", Double.toString(loss.oldFeature()));
    names.put("loss.kd", word(loss.direction()));
    names.put("loss.temperature", Double.toString(loss.temperature()));
  }

  private static void add(Map<String, String> names, Optimisation optimisation) {
    names.put("epochs", Integer.toString(optimisation.epochs()));
    names.put("batch", Integer.toString(optimisation.batchSize()));
    names.put("lr", Double.toString(optimisation.learningRate()));
    names.put("momentum", Double.toString(optimisation.momentum()));
    names.put("weight-decay", Double.toString(optimisation.weightDecay()));
    names.put("warmup.epochs", Integer.toString(optimisation.warmupEpochs()));
    names.put("warmup.lr", Double.toString(optimisation.warmupRate()));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
