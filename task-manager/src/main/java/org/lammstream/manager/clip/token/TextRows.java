package org.lammstream.manager.clip.token;

import java.util.Arrays;
import java.util.List;

/**
 * Whole texts as rows of equal length, {@code <SOT> text <EOT>}, filled up behind {@code <EOT>},
 * where nothing influences it.
 *
 * @param tokens {@code (texts, length)}; not copied, must not be modified
 * @param endOfText index of each row's {@code <EOT>}; not copied, must not be modified
 */
public record TextRows(int[][] tokens, int[] endOfText) {

  /**
   * Rows as long as the longest text needs.
   *
   * @param texts at least one
   * @param most positions of the text tower
   * @throws IllegalArgumentException for a text that needs more
   */
  public static TextRows of(ClipTokenizer tokenizer, List<String> texts, int most) {
    List<int[]> ids = texts.stream().map(tokenizer::encode).toList();
    int length = 2 + ids.stream().mapToInt(row -> row.length).max().orElse(0);
    int[][] tokens = new int[ids.size()][];
    int[] ends = new int[ids.size()];
    for (int i = 0; i < tokens.length; i++) {
      int[] row = ids.get(i);
      ends[i] = row.length + 1;
      if (ends[i] >= most) {
        throw new IllegalArgumentException(
            "'%s' needs %d positions, the context has %d"
                .formatted(texts.get(i), ends[i] + 1, most));
      }
      tokens[i] = new int[length];
      Arrays.fill(tokens[i], tokenizer.eot());
      tokens[i][0] = tokenizer.sot();
      System.arraycopy(row, 0, tokens[i], 1, row.length);
    }
    return new TextRows(tokens, ends);
  }
}
