package org.lammstream.manager.clip.pretraining;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A byte-level BPE vocabulary in CLIP's layout: 256 bytes, the same bytes at the end of a word, the
 * merged symbols in the order of their merges, and the two special tokens as the last ids.
 *
 * @param tokens the token of every id
 * @param merges pairs of symbols, most important first
 */
record BpeVocabulary(List<String> tokens, List<Merge> merges) {

  static final String END_OF_WORD = "</w>";
  static final String START_OF_TEXT = "<|startoftext|>";
  static final String END_OF_TEXT = "<|endoftext|>";

  /** Two neighbouring symbols that become one. */
  record Merge(String left, String right) {
    String joined() {
      return left + right;
    }
  }

  /**
   * Learns merges from words and their counts (Sennrich et al. 2016): the most frequent pair first,
   * the alphabetically first among equals, until no pair occurs twice.
   *
   * @param words lower-case words without white space and how often each occurs
   * @param mostMerges upper bound on the number of merges
   */
  static BpeVocabulary learn(Map<String, Integer> words, int mostMerges) {
    ByteAlphabet alphabet = new ByteAlphabet();
    List<Word> corpus = new ArrayList<>();
    new TreeMap<>(words).forEach((word, count) -> corpus.add(Word.of(alphabet.spell(word), count)));
    List<Merge> merges = new ArrayList<>();
    while (merges.size() < mostMerges) {
      Map<Merge, Integer> pairs = new HashMap<>();
      corpus.forEach(word -> word.countPairs(pairs));
      Merge best = null;
      for (Map.Entry<Merge, Integer> pair : pairs.entrySet()) {
        if (pair.getValue() > 1 && (best == null || better(pair.getKey(), best, pairs))) {
          best = pair.getKey();
        }
      }
      if (best == null) {
        break;
      }
      merges.add(best);
      for (Word word : corpus) {
        word.merge(best);
      }
    }
    List<String> tokens = new ArrayList<>(alphabet.characters());
    alphabet.characters().forEach(character -> tokens.add(character + END_OF_WORD));
    merges.forEach(merge -> tokens.add(merge.joined()));
    tokens.add(START_OF_TEXT);
    tokens.add(END_OF_TEXT);
    return new BpeVocabulary(List.copyOf(tokens), List.copyOf(merges));
  }

  int startOfText() {
    return tokens.size() - 2;
  }

  int endOfText() {
    return tokens.size() - 1;
  }

  private static boolean better(Merge candidate, Merge best, Map<Merge, Integer> counts) {
    int difference = counts.getOrDefault(candidate, 0) - counts.getOrDefault(best, 0);
    if (difference != 0) {
      return difference > 0;
    }
    int byLeft = candidate.left.compareTo(best.left);
    return byLeft != 0 ? byLeft < 0 : candidate.right.compareTo(best.right) < 0;
  }

  private record Word(List<String> symbols, int count) {

    static Word of(List<String> spelling, int count) {
      List<String> symbols = new ArrayList<>(spelling);
      int last = symbols.size() - 1;
      symbols.set(last, symbols.get(last) + END_OF_WORD);
      return new Word(symbols, count);
    }

    void countPairs(Map<Merge, Integer> pairs) {
      for (int i = 0; i + 1 < symbols.size(); i++) {
        pairs.merge(new Merge(symbols.get(i), symbols.get(i + 1)), count, Integer::sum);
      }
    }

    void merge(Merge pair) {
      for (int i = 0; i + 1 < symbols.size(); i++) {
        if (symbols.get(i).equals(pair.left) && symbols.get(i + 1).equals(pair.right)) {
          symbols.set(i, pair.joined());
          symbols.remove(i + 1);
        }
      }
    }
  }
}
