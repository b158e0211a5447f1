package org.lammstream.manager.lamm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Prompts as rows of one matrix: first the trained vectors of all classes, behind them the frozen
 * tokens that their prompts need, each once.
 *
 * @param trainedRows number of trained rows
 * @param frozenIds tokens of the rows behind the trained ones
 * @param suffixes per class the rows of its label embedding, its tail and the template's suffix
 */
record PromptRows(int trainedRows, int[] frozenIds, List<int[]> suffixes) {

  static PromptRows of(PromptTemplate template, List<ClassPrompt> classes) {
    int trained = classes.stream().mapToInt(ClassPrompt::vectors).sum();
    Map<Integer, Integer> frozen = new LinkedHashMap<>();
    List<int[]> suffixes = new ArrayList<>();
    int row = 0;
    for (ClassPrompt prompt : classes) {
      IntStream own = IntStream.range(row, row + prompt.vectors());
      IntStream behind =
          IntStream.concat(IntStream.of(prompt.tail()), IntStream.of(template.suffix()))
              .map(id -> trained + frozen.computeIfAbsent(id, unused -> frozen.size()));
      suffixes.add(IntStream.concat(own, behind).toArray());
      row += prompt.vectors();
    }
    int[] ids = frozen.keySet().stream().mapToInt(Integer::intValue).toArray();
    return new PromptRows(trained, ids, suffixes);
  }
}
