package org.lammstream.manager.lamm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.text.PrefixTextEncoder;

/**
 * Text features of label embeddings behind words, or behind a context that was trained. Keeps the
 * cached prefixes of the last few contexts of words it has seen. Not thread-safe; close it before
 * the model.
 */
final class TextPaths implements AutoCloseable {

  /** Contexts come from events, so their caches must not grow without bound. */
  private static final int MOST_CONTEXTS = 8;

  /** A trained context has no cached prefix, and a version may have very many classes. */
  private static final int GROUP = 256;

  private final ClipModel model;
  private final NDManager owner;
  private final Map<String, PrefixTextEncoder> encoders = new LinkedHashMap<>(16, 0.75f, true);

  TextPaths(ClipModel model) {
    this.model = model;
    this.owner = model.manager().newSubManager();
  }

  /** Prompts behind words. */
  TextPath behindWords(
      String words, List<ClassPrompt> prompts, LearnerConfiguration configuration) {
    PromptTemplate template = PromptTemplate.of(model.tokenizer(), words);
    PromptRows rows = PromptRows.of(template, prompts);
    return switch (configuration.path()) {
      case NAIVE -> new NaiveTextPath(owner, model.textTower(), template, rows);
      case CACHED -> new CachedTextPath(owner, encoder(words, template), rows);
    };
  }

  /**
   * Text features of prompts as they stand.
   *
   * @param context the trained one; empty for the frozen words of the configuration
   * @return {@code d} numbers each, L2-normalised
   */
  List<float[]> features(
      List<ClassPrompt> prompts, LearnerConfiguration configuration, Optional<Tensor> context) {
    List<float[]> features = new ArrayList<>();
    int group = context.isPresent() ? GROUP : Math.max(1, prompts.size());
    for (int from = 0; from < prompts.size(); from += group) {
      List<ClassPrompt> some = prompts.subList(from, Math.min(prompts.size(), from + group));
      float[] labels = Tensor.joined(some.stream().map(ClassPrompt::initial).toList());
      features.addAll(
          context
              .map(trained -> behind(trained, some, labels, configuration))
              .orElseGet(
                  () ->
                      encoded(
                          behindWords(configuration.frozenContext(), some, configuration),
                          labels)));
    }
    return features;
  }

  /** What the untouched checkpoint makes of prompts behind the words of a configuration. */
  List<float[]> untouched(List<ClassPrompt> prompts, LearnerConfiguration configuration) {
    float[] labels = Tensor.joined(prompts.stream().map(ClassPrompt::initial).toList());
    return encoded(behindWords(configuration.context(), prompts, configuration), labels);
  }

  private List<float[]> behind(
      Tensor context,
      List<ClassPrompt> prompts,
      float[] labels,
      LearnerConfiguration configuration) {
    PromptSheet sheet =
        ContextRows.names(model, context).labelledSheet(prompts, 1, PromptLayout.STANDARD);
    return encoded(
        PromptForward.path(model, sheet, configuration.path()),
        Tensor.joined(List.of(context.values(), labels)));
  }

  private List<float[]> encoded(TextPath path, float[] rows) {
    try (path;
        NDManager scope = owner.newSubManager()) {
      NDArray features =
          path.features(scope.create(rows, new Shape(rows.length / model.width(), model.width())));
      float[] flat = features.toFloatArray();
      int d = model.dimension();
      return IntStream.range(0, flat.length / d)
          .mapToObj(i -> Arrays.copyOfRange(flat, i * d, (i + 1) * d))
          .toList();
    }
  }

  private PrefixTextEncoder encoder(String context, PromptTemplate template) {
    if (!encoders.containsKey(context) && encoders.size() == MOST_CONTEXTS) {
      Iterator<PrefixTextEncoder> leastRecent = encoders.values().iterator();
      leastRecent.next().close();
      leastRecent.remove();
    }
    return encoders.computeIfAbsent(
        context, unused -> new PrefixTextEncoder(owner, model.textTower(), template.prefix()));
  }

  @Override
  public void close() {
    encoders.values().forEach(PrefixTextEncoder::close);
    owner.close();
  }
}
