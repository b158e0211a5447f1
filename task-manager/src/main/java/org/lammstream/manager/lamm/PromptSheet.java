package org.lammstream.manager.lamm;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Prompts with trained context as rows of one matrix: first the context vectors, then the label
 * embeddings of all classes, behind them the frozen tokens.
 *
 * @param frozenIds tokens of the rows behind the trained ones
 * @param prefix rows that all prompts begin with, {@code <SOT>} first
 * @param suffixes per class the rows behind the prefix
 * @param trainedRows number of rows in front of the frozen ones
 */
record PromptSheet(int trainedRows, int[] frozenIds, int[] prefix, List<int[]> suffixes) {

  /**
   * The words around context and label.
   *
   * @param startOfText the token that begins a prompt
   * @param vectors of one context
   * @param contexts how many there are: 1, or one per class
   * @param behind frozen words between context and label
   */
  record Frame(int startOfText, int vectors, int contexts, int[] behind) {}

  static PromptSheet of(Frame frame, PromptRows labels) {
    int contextRows = frame.vectors() * frame.contexts();
    int trained = contextRows + labels.trainedRows();
    int start = trained + labels.frozenIds().length;
    int[] ids =
        Stream.of(labels.frozenIds(), new int[] {frame.startOfText()}, frame.behind())
            .flatMapToInt(IntStream::of)
            .toArray();
    int[] behind = IntStream.range(0, frame.behind().length).map(i -> start + 1 + i).toArray();
    boolean shared = frame.contexts() == 1;
    int[] prefix =
        shared ? joined(new int[] {start}, context(frame, 0), behind) : new int[] {start};
    List<int[]> suffixes = new ArrayList<>();
    for (int[] own : labels.suffixes()) {
      int[] moved = IntStream.of(own).map(row -> row + contextRows).toArray();
      suffixes.add(shared ? moved : joined(context(frame, suffixes.size()), behind, moved));
    }
    return new PromptSheet(trained, ids, prefix, suffixes);
  }

  /** Prompts whose prefix is frozen. */
  static PromptSheet of(PromptTemplate template, PromptRows labels) {
    int[] ids = joined(labels.frozenIds(), template.prefix());
    int first = labels.trainedRows() + labels.frozenIds().length;
    int[] prefix = IntStream.range(first, first + template.prefix().length).toArray();
    return new PromptSheet(labels.trainedRows(), ids, prefix, labels.suffixes());
  }

  private static int[] context(Frame frame, int index) {
    int first = index * frame.vectors();
    return IntStream.range(first, first + frame.vectors()).toArray();
  }

  private static int[] joined(int[]... parts) {
    return Stream.of(parts).flatMapToInt(IntStream::of).toArray();
  }
}
