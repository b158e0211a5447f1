package org.lammstream.manager.lamm;

import java.util.List;
import java.util.stream.IntStream;
import org.lammstream.manager.clip.text.TextTower;
import org.lammstream.manager.clip.token.ClipTokenizer;

/**
 * The words around a label embedding: {@code <SOT> context [E_c] . <EOT>}.
 *
 * @param prefix tokens in front of the label embedding, {@code <SOT>} first
 * @param suffix tokens behind it, {@code <EOT>} last
 */
record PromptTemplate(int[] prefix, int[] suffix) {

  static PromptTemplate of(ClipTokenizer tokenizer, String context) {
    int[] words = tokenizer.encode(context);
    int[] end = tokenizer.encode(".");
    return new PromptTemplate(
        IntStream.concat(IntStream.of(tokenizer.sot()), IntStream.of(words)).toArray(),
        IntStream.concat(IntStream.of(end), IntStream.of(tokenizer.eot())).toArray());
  }

  /**
   * Splits names into trainable and frozen tokens.
   *
   * @throws ClassNameException for a name without tokens or too long for the context
   */
  List<ClassPrompt> classes(
      ClipTokenizer tokenizer, TextTower tower, TokenPolicy policy, List<String> names) {
    List<int[]> tokens = names.stream().map(name -> tokens(tokenizer, name)).toList();
    int shortest = tokens.stream().mapToInt(ids -> ids.length).min().orElse(1);
    return IntStream.range(0, names.size())
        .mapToObj(
            i -> {
              int vectors = vectors(policy, tokens.get(i).length, shortest);
              return classPrompt(names.get(i), tokens.get(i), vectors, tower);
            })
        .toList();
  }

  static int[] tokens(ClipTokenizer tokenizer, String name) {
    // Data sets write spaces as underscores; the published code undoes that as well.
    int[] ids = tokenizer.encode(name.replace('_', ' '));
    if (ids.length == 0) {
      throw new ClassNameException("class name '" + name + "' has no tokens");
    }
    return ids;
  }

  private static int vectors(TokenPolicy policy, int own, int shortest) {
    if (policy instanceof TokenPolicy.Fixed fixed) {
      return fixed.vectors();
    }
    return policy instanceof TokenPolicy.Reference ? shortest : own;
  }

  private ClassPrompt classPrompt(String name, int[] ids, int vectors, TextTower tower) {
    int tail = Math.max(0, ids.length - vectors);
    int length = prefix.length + vectors + tail + suffix.length;
    if (length > tower.contextLength()) {
      throw new ClassNameException(
          "class name '%s' needs %d positions, the context has %d"
              .formatted(name, length, tower.contextLength()));
    }
    int[] trained =
        IntStream.range(0, vectors).map(i -> ids[Math.min(i, ids.length - 1)]).toArray();
    int[] frozen = IntStream.range(ids.length - tail, ids.length).map(i -> ids[i]).toArray();
    return new ClassPrompt(name, vectors, tower.embeddings(trained), frozen);
  }
}
