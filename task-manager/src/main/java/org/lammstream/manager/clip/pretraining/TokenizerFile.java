package org.lammstream.manager.clip.pretraining;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes a vocabulary as {@code tokenizer.json} of Hugging Face's tokenizers, with the normaliser,
 * the splitting rule and the special tokens of OpenAI's CLIP.
 */
final class TokenizerFile {

  /** OpenAI's rule: special tokens, English clitics, runs of letters, single digits, the rest. */
  private static final String SPLIT =
      "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";

  private TokenizerFile() {}

  /** Opens a written file; texts are neither cut nor padded. */
  static HuggingFaceTokenizer open(Path file) throws IOException {
    return HuggingFaceTokenizer.newInstance(
        file, Map.of("truncation", "false", "padding", "false"));
  }

  static void write(BpeVocabulary vocabulary, Path file) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("version", "1.0").putNull("truncation").putNull("padding");
    ArrayNode added = root.putArray("added_tokens");
    added.add(special(mapper, vocabulary.startOfText(), BpeVocabulary.START_OF_TEXT));
    added.add(special(mapper, vocabulary.endOfText(), BpeVocabulary.END_OF_TEXT));
    root.set("normalizer", normalizer(mapper));
    root.set("pre_tokenizer", preTokenizer(mapper));
    ObjectNode post = root.putObject("post_processor").put("type", "RobertaProcessing");
    post.putArray("sep").add(BpeVocabulary.END_OF_TEXT).add(vocabulary.endOfText());
    post.putArray("cls").add(BpeVocabulary.START_OF_TEXT).add(vocabulary.startOfText());
    post.put("trim_offsets", false).put("add_prefix_space", false);
    root.set("decoder", byteLevel(mapper, true));
    root.set("model", model(mapper, vocabulary));
    mapper.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), root);
  }

  private static ObjectNode special(ObjectMapper mapper, int id, String content) {
    return mapper
        .createObjectNode()
        .put("id", id)
        .put("content", content)
        .put("single_word", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("normalized", false)
        .put("special", true);
  }

  private static ObjectNode normalizer(ObjectMapper mapper) {
    ObjectNode sequence = mapper.createObjectNode().put("type", "Sequence");
    ArrayNode steps = sequence.putArray("normalizers");
    steps.addObject().put("type", "NFC");
    ObjectNode spaces = steps.addObject().put("type", "Replace");
    spaces.putObject("pattern").put("Regex", "\\s+");
    spaces.put("content", " ");
    steps.addObject().put("type", "Lowercase");
    return sequence;
  }

  private static ObjectNode preTokenizer(ObjectMapper mapper) {
    ObjectNode sequence = mapper.createObjectNode().put("type", "Sequence");
    ArrayNode steps = sequence.putArray("pretokenizers");
    ObjectNode split = steps.addObject().put("type", "Split");
    split.putObject("pattern").put("Regex", SPLIT);
    split.put("behavior", "Removed").put("invert", true);
    steps.add(byteLevel(mapper, false));
    return sequence;
  }

  private static ObjectNode byteLevel(ObjectMapper mapper, boolean prefixSpace) {
    return mapper
        .createObjectNode()
        .put("type", "ByteLevel")
        .put("add_prefix_space", prefixSpace)
        .put("trim_offsets", true)
        .put("use_regex", true);
  }

  private static ObjectNode model(ObjectMapper mapper, BpeVocabulary vocabulary) {
    ObjectNode model = mapper.createObjectNode().put("type", "BPE").putNull("dropout");
    model
        .put("unk_token", BpeVocabulary.END_OF_TEXT)
        .put("continuing_subword_prefix", "")
        .put("end_of_word_suffix", BpeVocabulary.END_OF_WORD)
        .put("fuse_unk", false)
        .put("byte_fallback", false)
        .put("ignore_merges", false);
    ObjectNode ids = model.putObject("vocab");
    for (int id = 0; id < vocabulary.tokens().size(); id++) {
      ids.put(vocabulary.tokens().get(id), id);
    }
    ArrayNode merges = model.putArray("merges");
    vocabulary.merges().forEach(merge -> merges.addArray().add(merge.left()).add(merge.right()));
    return model;
  }
}
