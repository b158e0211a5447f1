package org.lammstream.manager.clip.pretraining;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lammstream.manager.builtin.BuiltinData;

class TokenizerFileTest {

  private static BpeVocabulary vocabulary;
  private static HuggingFaceTokenizer tokenizer;

  @BeforeAll
  static void learn(@TempDir Path folder) throws IOException {
    vocabulary = BpeVocabulary.learn(Captions.words(BuiltinData.knownClasses()), 400);
    Path file = folder.resolve("tokenizer.json");
    TokenizerFile.write(vocabulary, file);
    tokenizer = TokenizerFile.open(file);
  }

  @AfterAll
  static void close() {
    tokenizer.close();
  }

  @Test
  void everyKnownWordIsOneToken() {
    String[] tokens = tokens("a photo of a striped red triangle.");
    assertThat(tokens)
        .containsExactly(
            "<|startoftext|>",
            "a</w>",
            "photo</w>",
            "of</w>",
            "a</w>",
            "striped</w>",
            "red</w>",
            "triangle</w>",
            ".</w>",
            "<|endoftext|>");
  }

  @Test
  void newWordsFallIntoPieces() {
    Stream.of("heart", "crescent", "droplet", "house", "pink", "turquoise", "brown", "netted")
        .forEach(word -> assertThat(tokens(word)).as(word).hasSizeGreaterThan(3));
  }

  @Test
  void theSpecialTokensAreTheLastIds() {
    long[] ids = tokenizer.encode("").getIds();
    assertThat(ids).containsExactly(vocabulary.tokens().size() - 2, vocabulary.tokens().size() - 1);
  }

  @Test
  void caseAndWhiteSpaceMakeNoDifference() {
    assertThat(tokens("A  Photo\n of a RED\tstar")).isEqualTo(tokens("a photo of a red star"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"zebra crossing", "naïve café", "Приве́т", "深圳", "🦊🪁", "don't 42"})
  void anyTextIsTokenizedWithoutLoss(String text) {
    long[] ids = tokenizer.encode(text).getIds();
    assertThat(Arrays.stream(ids).filter(id -> id == vocabulary.endOfText()).count()).isEqualTo(1);
    String back = tokenizer.decode(ids, true).replace("</w>", " ").replace(" ", "");
    String normal =
        java.text.Normalizer.normalize(text, java.text.Normalizer.Form.NFC)
            .toLowerCase(java.util.Locale.ROOT);
    assertThat(back).isEqualTo(normal.replace(" ", ""));
  }

  @Test
  void theMostFrequentPairIsMergedFirst() {
    BpeVocabulary small = BpeVocabulary.learn(Map.of("abab", 3, "ab", 2, "xy", 4), 3);
    assertThat(small.merges())
        .containsExactly(
            new BpeVocabulary.Merge("a", "b</w>"),
            new BpeVocabulary.Merge("x", "y</w>"),
            new BpeVocabulary.Merge("a", "b"));
  }

  private static String[] tokens(String text) {
    return tokenizer.encode(text).getTokens();
  }
}
