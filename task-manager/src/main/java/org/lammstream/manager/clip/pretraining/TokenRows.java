package org.lammstream.manager.clip.pretraining;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.util.Arrays;
import java.util.List;

/**
 * Captions as token rows of one length, padded with the end token.
 *
 * @param ids {@code [n][length]}
 * @param endOfText where each row's end token stands
 */
record TokenRows(long[][] ids, int[] endOfText) {

  /**
   * Tokenizes captions, start and end tokens included.
   *
   * @throws IllegalArgumentException if one is longer than the context
   */
  static TokenRows of(HuggingFaceTokenizer tokenizer, List<String> captions, int contextLength) {
    long[][] ids = new long[captions.size()][];
    int[] ends = new int[captions.size()];
    int length = 0;
    for (int i = 0; i < ids.length; i++) {
      ids[i] = tokenizer.encode(captions.get(i)).getIds();
      ends[i] = ids[i].length - 1;
      length = Math.max(length, ids[i].length);
      if (ids[i].length > contextLength) {
        throw new IllegalArgumentException("caption is too long: " + captions.get(i));
      }
    }
    for (int i = 0; i < ids.length; i++) {
      long end = ids[i][ends[i]];
      int own = ids[i].length;
      ids[i] = Arrays.copyOf(ids[i], length);
      Arrays.fill(ids[i], own, length, end);
    }
    return new TokenRows(ids, ends);
  }
}
