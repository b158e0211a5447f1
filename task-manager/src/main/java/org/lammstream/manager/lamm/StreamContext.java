package org.lammstream.manager.lamm;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.token.ClipTokenizer;
import org.lammstream.store.SharedPrompts;
import org.lammstream.store.StoredTensor;

/** The context vectors of a learner whose method trains them. Stateless. */
final class StreamContext {
  private static final int PROMPTED_WORDS = 2;

  private StreamContext() {}

  /**
   * Where a task's context starts: where the version before has left it, and without one at words
   * or at draws.
   *
   * @return {@code (vectors, width)}; empty where the method trains no context
   * @throws IllegalArgumentException if the version's context is not of the configured length
   */
  static Optional<Tensor> start(ClipModel model, AlignmentTask task) {
    LearnerConfiguration configuration = task.configuration();
    if (!configuration.sharesTrainedContext()) {
      return Optional.empty();
    }
    PromptContext words = words(model.tokenizer(), configuration);
    Optional<Tensor> before = task.prompts().map(StreamContext::of);
    before
        .map(Tensor::shape)
        .filter(shape -> !shape.equals(List.of(words.vectors(), model.width())))
        .ifPresent(
            shape -> {
              throw new IllegalArgumentException(
                  "the context has the shape %s; it cannot go on with %d vectors of width %d"
                      .formatted(shape, words.vectors(), model.width()));
            });
    return before.or(
        () ->
            Optional.of(
                new PromptStart(task.seed(), model.width())
                    .context(
                        words.vectors(), 1, false, model.textTower().embeddings(words.words()))));
  }

  /**
   * The context among prompts.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Tensor of(SharedPrompts prompts) {
    StoredTensor stored = prompts.tensors().get(PromptParameters.CONTEXT);
    if (stored == null || stored.shape().size() != 2) {
      throw new IllegalArgumentException("the prompts of the version hold no context");
    }
    return new Tensor(stored.values(), stored.shape());
  }

  /** A context as a version keeps it. */
  static SharedPrompts stored(Tensor context) {
    return new SharedPrompts(
        new TreeMap<>(
            Map.of(PromptParameters.CONTEXT, new StoredTensor(context.shape(), context.values()))));
  }

  /** The words around a label embedding; vectors that train stand for as many words. */
  static PromptTemplate template(ClipTokenizer tokenizer, LearnerConfiguration configuration) {
    return configuration.sharesTrainedContext()
        ? words(tokenizer, configuration).template()
        : PromptTemplate.of(tokenizer, configuration.frozenContext());
  }

  /**
   * Names behind contexts of their own, without these.
   *
   * @throws ClassNameException for a name without tokens or too long behind the context
   */
  static List<ClassPrompt> check(
      ClipModel model, LearnerConfiguration configuration, List<String> names) {
    PromptContext words = words(model.tokenizer(), configuration);
    return new PromptNames(model.tokenizer(), model.textTower(), words).plain(names);
  }

  /**
   * Prompts of new classes that have contexts of their own: the vectors in front of the name are
   * what the class trains, and the name behind them stays.
   *
   * @param seed of contexts that are drawn
   * @throws ClassNameException for a name without tokens or too long behind the context
   */
  static List<ClassPrompt> own(
      ClipModel model, LearnerConfiguration configuration, List<String> names, long seed) {
    if (names.isEmpty()) {
      return List.of();
    }
    PromptContext words = words(model.tokenizer(), configuration);
    List<ClassPrompt> plain = check(model, configuration, names);
    float[] vectors =
        new PromptStart(seed, model.width())
            .context(
                words.vectors(), names.size(), true, model.textTower().embeddings(words.words()))
            .values();
    int length = words.vectors() * model.width();
    return IntStream.range(0, names.size())
        .mapToObj(
            i ->
                new ClassPrompt(
                    names.get(i),
                    words.vectors(),
                    Arrays.copyOfRange(vectors, i * length, (i + 1) * length),
                    plain.get(i).tail()))
        .toList();
  }

  private static PromptContext words(ClipTokenizer tokenizer, LearnerConfiguration configuration) {
    return PromptContext.of(tokenizer, from(tokenizer, configuration));
  }

  /** Of words as published: CoOp trains all of them, MaPLe the first two. */
  static ContextStart from(ClipTokenizer tokenizer, LearnerConfiguration configuration) {
    if (configuration.randomContext() > 0) {
      return new ContextStart.Random(configuration.randomContext());
    }
    String words = configuration.context();
    return new ContextStart.Words(
        words,
        configuration.method().promptsImages()
            ? OptionalInt.of(Math.min(PROMPTED_WORDS, tokenizer.encode(words).length))
            : OptionalInt.empty());
  }
}
