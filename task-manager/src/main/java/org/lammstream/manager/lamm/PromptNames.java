package org.lammstream.manager.lamm;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.lammstream.manager.clip.text.TextTower;
import org.lammstream.manager.clip.token.ClipTokenizer;

/** What names contribute to prompts behind a context. Stateless but for the model's parts. */
record PromptNames(ClipTokenizer tokenizer, TextTower tower, PromptContext context) {

  /**
   * Names as they are.
   *
   * @throws ClassNameException for a name without tokens or too long for the context
   */
  List<ClassPrompt> plain(List<String> names) {
    return context.template().classes(tokenizer, tower, new TokenPolicy.PerClass(), names).stream()
        .map(
            prompt ->
                new ClassPrompt(
                    prompt.name(),
                    0,
                    new float[0],
                    PromptTemplate.tokens(tokenizer, prompt.name())))
        .toList();
  }

  /**
   * Names with label embeddings.
   *
   * @throws ClassNameException for a name without tokens or too long for the context
   */
  List<ClassPrompt> labelled(List<String> names, PromptLayout layout, TokenPolicy policy) {
    return switch (layout) {
      case STANDARD -> context.template().classes(tokenizer, tower, policy, names);
      case REFERENCE -> plain(names).stream().map(this::inTheFirstPlace).toList();
    };
  }

  private ClassPrompt inTheFirstPlace(ClassPrompt plain) {
    int[] behind =
        IntStream.concat(IntStream.of(context.behind()), IntStream.of(plain.tail())).toArray();
    return new ClassPrompt(
        plain.name(),
        1,
        tower.embeddings(plain.tail()[0]),
        Arrays.copyOfRange(behind, 1, behind.length));
  }

  /** Rows of prompts of plain names. */
  PromptSheet plainSheet(List<ClassPrompt> prompts, int contexts) {
    return sheet(prompts, contexts, context.behind());
  }

  /** Rows of prompts with label embeddings. */
  PromptSheet labelledSheet(List<ClassPrompt> prompts, int contexts, PromptLayout layout) {
    return sheet(
        prompts, contexts, layout == PromptLayout.STANDARD ? context.behind() : new int[0]);
  }

  private PromptSheet sheet(List<ClassPrompt> prompts, int contexts, int[] behind) {
    return PromptSheet.of(
        new PromptSheet.Frame(context.start(), context.vectors(), contexts, behind),
        PromptRows.of(context.template(), prompts));
  }
}
