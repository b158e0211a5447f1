package org.lammstream.manager.lamm;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.lammstream.manager.clip.token.ClipTokenizer;

/**
 * The words around a name as tokens: {@code <SOT> vectors behind name . <EOT>}.
 *
 * @param start the token that begins a prompt
 * @param vectors number of context vectors
 * @param words where the vectors start; empty where they are drawn
 * @param behind frozen words between the vectors and the name
 * @param end tokens behind the name, {@code <EOT>} last
 */
record PromptContext(int start, int vectors, int[] words, int[] behind, int[] end) {

  /**
   * Splits the words.
   *
   * @throws IllegalArgumentException for a context without vectors
   */
  static PromptContext of(ClipTokenizer tokenizer, ContextStart from) {
    int[] end = {tokenizer.encode(".")[0], tokenizer.eot()};
    if (from instanceof ContextStart.Words given) {
      int[] ids = tokenizer.encode(given.words());
      int trained = given.trained().orElse(ids.length);
      if (trained < 1 || trained > ids.length) {
        throw new IllegalArgumentException(
            "%d of the %d tokens of '%s' cannot train"
                .formatted(trained, ids.length, given.words()));
      }
      return new PromptContext(
          tokenizer.sot(),
          trained,
          Arrays.copyOf(ids, trained),
          Arrays.copyOfRange(ids, trained, ids.length),
          end);
    }
    int vectors = ((ContextStart.Random) from).vectors();
    if (vectors < 1) {
      throw new IllegalArgumentException("a context needs a vector");
    }
    return new PromptContext(tokenizer.sot(), vectors, new int[0], new int[0], end);
  }

  /** Prompts behind this context as a template, where a vector is as good as any token. */
  PromptTemplate template() {
    int[] prefix =
        Stream.of(new int[] {start}, new int[vectors], behind)
            .flatMapToInt(IntStream::of)
            .toArray();
    return new PromptTemplate(prefix, end);
  }
}
